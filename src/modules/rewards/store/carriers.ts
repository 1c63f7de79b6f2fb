import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LocalizedText } from "@/platform/texts";

export interface CarrierRow {
  code: string;
  /** Null of the kept list. */
  name: LocalizedText | null;
  shapes: readonly string[];
  enabled: boolean;
  revision: number;
}

interface StoredRow {
  code: string;
  nameTexts: string | null;
  shapes: string;
  enabled: number;
  revision: number;
}

/** A shop's own are few; a bound all the same. */
const CARRIERS_MAX = 500;

const tidy = ({ code, nameTexts, shapes, enabled, revision }: StoredRow): CarrierRow => ({
  code,
  name: nameTexts === null ? null : (JSON.parse(nameTexts) as LocalizedText),
  shapes: shapes.split(" ").filter(Boolean),
  enabled: Boolean(enabled),
  revision,
});

export async function savedCarriers(db: Reader): Promise<CarrierRow[]> {
  const rows = await db.rows<StoredRow>(
    `SELECT code, nameTexts, shapes, enabled, revision FROM reward_carrier
      ORDER BY code LIMIT ${CARRIERS_MAX}`,
  );
  return rows.map(tidy);
}

export async function lockCarrier(tx: Tx, code: string): Promise<CarrierRow | undefined> {
  const row = await tx.row<StoredRow>(
    `SELECT code, nameTexts, shapes, enabled, revision FROM reward_carrier WHERE code = ? FOR UPDATE`,
    [code],
  );
  return row && tidy(row);
}

const cells = ({ code, name, shapes, enabled, revision }: CarrierRow) => ({
  code,
  nameTexts: name && JSON.stringify(name),
  shapes: shapes.join(" "),
  enabled,
  revision,
});

export async function insertCarrier(tx: Tx, carrier: CarrierRow, now: Date): Promise<void> {
  await tx.write(
    ...insertInto(
      "reward_carrier",
      ["code", "nameTexts", "shapes", "enabled", "revision", "createdAt", "updatedAt"],
      { ...cells(carrier), createdAt: now, updatedAt: now },
    ),
  );
}

export function saveCarrier(tx: Tx, carrier: CarrierRow, now: Date): void {
  const { code, nameTexts, shapes, enabled, revision } = cells(carrier);
  tx.send(
    `UPDATE reward_carrier SET nameTexts = ?, shapes = ?, enabled = ?, revision = ?, updatedAt = ?
      WHERE code = ?`,
    [nameTexts, shapes, enabled, revision, now, code],
  );
}
