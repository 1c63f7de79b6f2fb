import type { Reader, Tx } from "@/platform/db";
import { insertAllOrIgnore } from "@/platform/insert";

/** People who can't be invited any more, by keyed hashes of what names them. */

export async function isKnownPerson(db: Reader, hashes: readonly string[]): Promise<boolean> {
  if (hashes.length === 0) return false;
  const marks = hashes.map(() => "?").join(",");
  const sql = `SELECT 1 FROM referral_person WHERE personHash IN (${marks}) LIMIT 1`;
  return (await db.row(sql, hashes)) !== undefined;
}

interface Persons {
  memberId: number;
  hashes: readonly string[];
  createdAt: Date;
}

/**
 * One statement, in one order: of two acts about one person the second waits and then finds the first's.
 *
 * @returns how many of them were not there
 */
export async function rememberPersons(tx: Tx, persons: Persons): Promise<number> {
  if (persons.hashes.length === 0) return 0;
  const { affectedRows } = await tx.write(...rowsOf(persons));
  return affectedRows;
}

/** Where nobody asks whether they were there. */
export function keepPersons(tx: Tx, persons: Persons): void {
  if (persons.hashes.length > 0) tx.send(...rowsOf(persons));
}

function rowsOf({ memberId, hashes, createdAt }: Persons) {
  const rows = [...hashes].sort().map((personHash) => ({ personHash, memberId, createdAt }));
  return insertAllOrIgnore("referral_person", ["personHash", "memberId", "createdAt"], rows);
}

export function forgetPersons(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM referral_person WHERE memberId = ?", [memberId]);
}
