import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";
import type { WalletKind } from "../schema";

export interface PassRow {
  id: number;
  memberId: number;
  kind: WalletKind;
  serial: string;
  locale: string;
  salt: string;
  tokenHash: string;
  issuedAt: Date;
  changedAt: Date;
  version: number;
  endedAt: Date | null;
  attempts: number;
}

const COLUMNS =
  "id, memberId, kind, serial, locale, salt, tokenHash, issuedAt, changedAt, version, endedAt, attempts";

/** The pass stays the one that it was; only when and in which language it was handed out last changes. */
export function putPass(
  tx: Tx,
  pass: Pick<
    PassRow,
    "memberId" | "kind" | "serial" | "locale" | "salt" | "tokenHash" | "issuedAt" | "changedAt"
  >,
): void {
  const columns = [
    "memberId",
    "kind",
    "serial",
    "locale",
    "salt",
    "tokenHash",
    "issuedAt",
    "changedAt",
  ] as const;
  const [sql, values] = onDuplicate(
    insertInto("wallet_pass", columns, pass),
    "memberId = VALUES(memberId), locale = VALUES(locale), issuedAt = VALUES(issuedAt)",
  );
  tx.send(sql, values);
}

export function saveToken(tx: Tx, id: number, tokenHash: string): void {
  tx.send("UPDATE wallet_pass SET tokenHash = ? WHERE id = ?", [tokenHash, id]);
}

export function findPass(
  db: Reader,
  kind: WalletKind,
  serial: string,
): Promise<PassRow | undefined> {
  return db.row<PassRow>(`SELECT ${COLUMNS} FROM wallet_pass WHERE kind = ? AND serial = ?`, [
    kind,
    serial,
  ]);
}

export function lockPass(tx: Tx, kind: WalletKind, serial: string): Promise<PassRow | undefined> {
  return tx.row<PassRow>(
    `SELECT ${COLUMNS} FROM wallet_pass WHERE kind = ? AND serial = ? FOR UPDATE`,
    [kind, serial],
  );
}

export async function hasPasses(db: Reader): Promise<boolean> {
  return (await db.row("SELECT id FROM wallet_pass LIMIT 1")) !== undefined;
}

/** Who of these has a card in a wallet. */
export async function holdersAmong(db: Reader, memberIds: readonly number[]): Promise<number[]> {
  if (memberIds.length === 0) return [];
  // Lists of few lengths: each is a prepared statement of its own.
  const length = 2 ** Math.ceil(Math.log2(memberIds.length));
  const last = memberIds.at(-1) ?? 0;
  const ids = [...memberIds, ...Array<number>(length - memberIds.length).fill(last)];
  const rows = await db.rows<{ memberId: number }>(
    `SELECT DISTINCT memberId FROM wallet_pass WHERE memberId IN (${ids.map(() => "?").join(",")}) ORDER BY memberId`,
    ids,
  );
  return rows.map(({ memberId }) => memberId);
}

const CHANGED = "version = version + 1, changedAt = GREATEST(?, changedAt + INTERVAL 1 SECOND)";

/** They are told soon, and once for all that happens until then. */
export function markChanged(
  tx: Tx,
  memberId: number,
  { at, dueAt }: { at: Date; dueAt: Date },
): void {
  tx.send(
    `UPDATE wallet_pass SET ${CHANGED}, dueAt = COALESCE(dueAt, ?) WHERE memberId = ? AND endedAt IS NULL`,
    [at, dueAt, memberId],
  );
}

export function movePasses(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE wallet_pass SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

export function endPasses(
  tx: Tx,
  memberId: number,
  { at, endedAt }: { at: Date; endedAt: Date },
): void {
  tx.send(
    `UPDATE wallet_pass SET ${CHANGED}, endedAt = ?, dueAt = ?, attempts = 0
      WHERE memberId = ? AND endedAt IS NULL`,
    [at, endedAt, endedAt, memberId],
  );
}

/** The next of a kind that are due; those that another process is choosing right now are left to it. */
export function lockDue(tx: Tx, kind: WalletKind, now: Date, limit: number): Promise<PassRow[]> {
  return tx.rows<PassRow>(
    `SELECT ${COLUMNS} FROM wallet_pass WHERE kind = ? AND dueAt <= ?
      ORDER BY dueAt, id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [kind, now, limit],
  );
}

export async function isAnyDue(db: Reader, kind: WalletKind, now: Date): Promise<boolean> {
  const sql = "SELECT id FROM wallet_pass WHERE kind = ? AND dueAt <= ? LIMIT 1";
  return (await db.row(sql, [kind, now])) !== undefined;
}

/** Counted before it is tried, so that one that ends its process is not tried for ever. */
export function claimPass(tx: Tx, id: number, claim: string, lostAt: Date): void {
  tx.send("UPDATE wallet_pass SET claim = ?, dueAt = ?, attempts = attempts + 1 WHERE id = ?", [
    claim,
    lostAt,
    id,
  ]);
}

/** @param version as it was told: a change that came meanwhile is told next */
export async function finishPass(
  { id, version }: Pick<PassRow, "id" | "version">,
  claim: string,
  { now, error }: { now: Date; error: string | null },
): Promise<void> {
  await reader.write(
    `UPDATE wallet_pass SET dueAt = IF(version = ?, NULL, ?), claim = NULL, attempts = 0, error = ?
      WHERE id = ? AND claim = ?`,
    [version, now, error, id, claim],
  );
}

export async function postponePass(
  id: number,
  claim: string,
  dueAt: Date,
  error: string,
): Promise<void> {
  await reader.write(
    "UPDATE wallet_pass SET dueAt = ?, claim = NULL, error = ? WHERE id = ? AND claim = ?",
    [dueAt, error, id, claim],
  );
}

/** One that nobody has. */
export async function removeClaimed(id: number, claim: string): Promise<void> {
  await reader.write("DELETE FROM wallet_pass WHERE id = ? AND claim = ?", [id, claim]);
}

export function endedBefore(tx: Tx, before: Date, limit: number): Promise<{ id: number }[]> {
  return tx.rows<{ id: number }>(
    "SELECT id FROM wallet_pass WHERE endedAt < ? ORDER BY endedAt LIMIT ? FOR UPDATE SKIP LOCKED",
    [before, limit],
  );
}

export function removePass(tx: Tx, id: number): void {
  tx.send("DELETE FROM wallet_device WHERE passId = ?", [id]);
  tx.send("DELETE FROM wallet_pass WHERE id = ?", [id]);
}
