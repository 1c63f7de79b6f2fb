import { reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

export interface CardCodeUse {
  memberId: number;
  slot: number;
  usedBy: string;
  usedAt: Date;
}

/** Fails as a duplicate where the code identified somebody before; waits for whoever is using it right now. */
export async function insertUse(tx: Tx, use: CardCodeUse): Promise<void> {
  await tx.write(
    ...insertInto("card_code_use", ["memberId", "slot", "usedBy", "usedAt"], { ...use }),
  );
}

export async function forgetUses(beforeSlot: number, limit: number): Promise<number> {
  const sql = "DELETE FROM card_code_use WHERE slot < ? ORDER BY slot LIMIT ?";
  return (await reader.write(sql, [beforeSlot, limit])).affectedRows;
}
