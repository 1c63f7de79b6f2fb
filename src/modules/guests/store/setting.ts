import type { Reader, Tx } from "@/platform/db";
import type { GuestSetting } from "../schema";

const SELECT = "SELECT claimDays, revision FROM guest_setting WHERE id = 1";

export function readSetting(db: Reader): Promise<GuestSetting | undefined> {
  return db.row<GuestSetting>(SELECT);
}

export function lockSetting(tx: Tx): Promise<GuestSetting | undefined> {
  return tx.row<GuestSetting>(`${SELECT} FOR UPDATE`);
}

export function saveSetting(tx: Tx, { claimDays, revision }: GuestSetting): void {
  tx.send("UPDATE guest_setting SET claimDays = ?, revision = ? WHERE id = 1", [
    claimDays,
    revision,
  ]);
}
