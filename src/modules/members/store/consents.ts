import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { ConsentKind, ConsentVia } from "../schema";

/** Who said yes or no to what, when, where and to which words. */

export interface ConsentChange {
  memberId: number;
  consent: ConsentKind;
  given: boolean;
  saidAt: Date;
  via: ConsentVia;
  source: string | null;
  textVersion: number | null;
  actor: string;
  recordedAt: Date;
}

export interface ConsentRow extends ConsentChange {
  id: number;
}

const COLUMNS =
  "id, memberId, consent, given, saidAt, via, source, textVersion, actor, recordedAt" as const;

function tidy(row: ConsentRow): ConsentRow {
  return { ...row, given: Boolean(row.given) };
}

export function insertChange(tx: Tx, change: ConsentChange): void {
  tx.send(
    ...insertInto(
      "consent_change",
      [
        "memberId",
        "consent",
        "given",
        "saidAt",
        "via",
        "source",
        "textVersion",
        "actor",
        "recordedAt",
      ],
      { ...change },
    ),
  );
}

/** The one that holds; of two that were said at one moment, that which withdraws. */
export async function newestChange(
  db: Reader,
  memberId: number,
  consent: ConsentKind,
): Promise<ConsentRow | undefined> {
  const row = await db.row<ConsentRow>(
    `SELECT ${COLUMNS} FROM consent_change WHERE memberId = ? AND consent = ?
      ORDER BY saidAt DESC, given LIMIT 1`,
    [memberId, consent],
  );
  return row && tidy(row);
}

export async function isKnown(
  db: Reader,
  { memberId, consent, saidAt, given }: ConsentChange,
): Promise<boolean> {
  const sql =
    "SELECT id FROM consent_change WHERE memberId = ? AND consent = ? AND saidAt = ? AND given = ?";
  return (await db.row(sql, [memberId, consent, saidAt, given])) !== undefined;
}

/** A member's, the last that was recorded first. */
export async function changesOf(
  db: Reader,
  memberId: number,
  beforeId: number | null,
  limit: number,
): Promise<ConsentRow[]> {
  const rows = await db.rows<ConsentRow>(
    `SELECT ${COLUMNS} FROM consent_change WHERE memberId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [memberId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return rows.map(tidy);
}

export function eraseChanges(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM consent_change WHERE memberId = ?", [memberId]);
}
