import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";
import type { Work } from "@/platform/work";

export interface KeyRow {
  keyHash: string;
  memberId: number | null;
  /** Whose it was before. */
  formerId: number | null;
  state: "OPEN" | "CLAIMING" | "CLAIMED";
  since: Date | null;
  orders: number;
  events: number;
  refused: number;
}

const SELECT =
  "SELECT keyHash, memberId, formerId, state, since, orders, events, refused FROM guest_key";

export function findKey(db: Reader, keyHash: string): Promise<KeyRow | undefined> {
  return db.row<KeyRow>(`${SELECT} WHERE keyHash = ?`, [keyHash]);
}

export function lockKey(tx: Tx, keyHash: string): Promise<KeyRow | undefined> {
  return tx.row<KeyRow>(`${SELECT} WHERE keyHash = ? FOR UPDATE`, [keyHash]);
}

/** Makes the key known, or says that it was named again; either way it is locked from here on. */
export async function nameKey(tx: Tx, keyHash: string, now: Date): Promise<void> {
  const row = { keyHash, state: "OPEN", toldAt: now };
  const statement = insertInto("guest_key", ["keyHash", "state", "toldAt"], row);
  const [sql, values] = onDuplicate(statement, "toldAt = GREATEST(toldAt, ?)");
  await tx.write(sql, [...values, now]);
}

export interface Claim {
  keyHash: string;
  memberId: number;
  since: Date;
  claimedAt: Date;
}

/** Nobody's key becomes the member's; one that somebody has stays theirs. */
export function claimKey(work: Work, { keyHash, memberId, since, claimedAt }: Claim) {
  // Of a key that nobody named yet nothing is kept: there is nothing to carry out.
  const row = { keyHash, memberId, state: "CLAIMED", since, claimedAt, toldAt: claimedAt };
  const columns = ["keyHash", "memberId", "state", "since", "claimedAt", "toldAt"] as const;
  // Assigned one after the other: the member last, for the others ask whether there is one.
  const change = `state = IF(memberId IS NULL, 'CLAIMING', state), since = IF(memberId IS NULL, ?, since),
    claimedAt = IF(memberId IS NULL, ?, claimedAt), memberId = COALESCE(memberId, ?)`;
  const [sql, values] = onDuplicate(insertInto("guest_key", columns, row), change);
  return work.tx.write(sql, [...values, since, claimedAt, memberId]);
}

/** The address is another member's by now: what is told from then on is theirs, what was before stays. */
export async function passKey(work: Work, from: number, claim: Claim): Promise<void> {
  const { keyHash, memberId, since, claimedAt } = claim;
  await work.tx.write(
    `UPDATE guest_key SET formerId = memberId, memberId = ?, since = ?, claimedAt = ?, orders = 0,
       events = 0, refused = 0
      WHERE keyHash = ? AND memberId = ? AND state = 'CLAIMED'`,
    [memberId, since, claimedAt, keyHash, from],
  );
}

/** Keys whose orders are being claimed, the oldest claim first; without those that wait for another try. */
export function claimsUnderWay(db: Reader, now: Date, limit: number): Promise<KeyRow[]> {
  return db.rows<KeyRow>(
    `${SELECT} WHERE state = 'CLAIMING' AND (retryAt IS NULL OR retryAt <= ?)
      ORDER BY claimedAt, keyHash LIMIT ?`,
    [now, limit],
  );
}

export async function putOffClaim(keyHash: string, retryAt: Date): Promise<void> {
  await reader.write("UPDATE guest_key SET retryAt = ? WHERE keyHash = ?", [retryAt, keyHash]);
}

export function countCarriedOut(
  tx: Tx,
  keyHash: string,
  { orders, refused }: { orders: number; refused: number },
): void {
  tx.send(
    `UPDATE guest_key SET events = events + 1, orders = orders + ?, refused = refused + ?
      WHERE keyHash = ?`,
    [orders, refused, keyHash],
  );
}

export function saveClaimed(tx: Tx, keyHash: string): void {
  tx.send("UPDATE guest_key SET state = 'CLAIMED' WHERE keyHash = ?", [keyHash]);
}

/** Nobody's keys that no event named lately, locked. */
export function lockForgotten(tx: Tx, before: Date, limit: number): Promise<{ keyHash: string }[]> {
  return tx.rows(
    `SELECT keyHash FROM guest_key WHERE toldAt < ? AND memberId IS NULL
      ORDER BY toldAt LIMIT ? FOR UPDATE`,
    [before, limit],
  );
}

export async function deleteKeys(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.write(`DELETE FROM guest_key WHERE keyHash IN (${keys.map(() => "?").join(",")})`, keys);
}

export function forgetFormer(tx: Tx, memberId: number): void {
  tx.send("UPDATE guest_key SET formerId = NULL WHERE formerId = ?", [memberId]);
}

export async function keysOfMember(db: Reader, memberId: number): Promise<string[]> {
  const sql = "SELECT keyHash FROM guest_key WHERE memberId = ? ORDER BY keyHash";
  const rows = await db.rows<{ keyHash: string }>(sql, [memberId]);
  return rows.map(({ keyHash }) => keyHash);
}

/** The addresses that the one who goes has proven, and had before. */
export function moveKeys(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE guest_key SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
  tx.send("UPDATE guest_key SET formerId = ? WHERE formerId = ?", [intoId, fromId]);
}
