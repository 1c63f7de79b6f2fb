import type { Reader, Tx } from "@/platform/db";
import { insertAllInto } from "@/platform/insert";
import type { RowStatus } from "../schema";

export interface StoredRow {
  importId: number;
  row: number;
  line: number;
  /** JSON; null once it is decided. */
  facts: string | null;
  externalId: string | null;
  /** Masked. */
  phone: string | null;
  identity: string | null;
  digest: string;
  phoneHash: string | null;
  status: RowStatus;
  code: string | null;
  columnName: string | null;
  beforeId: number | null;
  points: number;
  spendMinor: number;
  enrols: boolean;
  memberId: number | null;
}

const SELECT = `SELECT importId, \`row\`, line, facts, externalId, phone, identity, digest, phoneHash,
  status, code, columnName, beforeId, points, spendMinor, enrols, memberId FROM import_row`;

const tidy = (rows: StoredRow[]) => rows.map((row) => ({ ...row, enrols: Boolean(row.enrols) }));

const COLUMNS = [
  ...(["importId", "row", "line", "facts", "externalId", "phone", "identity", "digest"] as const),
  ...(["phoneHash", "status", "code", "columnName", "points", "spendMinor"] as const),
] as const;
type NewRow = Pick<StoredRow, (typeof COLUMNS)[number]>;

const ROWS_AT_ONCE = 500;

export function insertRows(tx: Tx, rows: readonly NewRow[]): void {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    tx.send(...insertAllInto("import_row", COLUMNS, rows.slice(start, start + ROWS_AT_ONCE)));
  }
}

/** The next ones that are to be judged. */
export async function rowsToJudge(tx: Tx, importId: number, limit: number) {
  const sql = `${SELECT} WHERE importId = ? AND status = 'NEW' ORDER BY \`row\` LIMIT ?`;
  return tidy(await tx.rows<StoredRow>(sql, [importId, limit]));
}

/** The next ones that are to be applied, locked; another runner takes the ones after them. */
export async function takeRows(tx: Tx, importId: number, limit: number) {
  const sql = `${SELECT} WHERE importId = ? AND status = 'ACCEPTED' ORDER BY \`row\` LIMIT ?
    FOR UPDATE SKIP LOCKED`;
  return tidy(await tx.rows<StoredRow>(sql, [importId, limit]));
}

/** Whether a row still waits to be applied; then it is locked. */
export async function lockWaiting(tx: Tx, importId: number, row: number): Promise<boolean> {
  const sql = `SELECT \`row\` FROM import_row
    WHERE importId = ? AND \`row\` = ? AND status = 'ACCEPTED' FOR UPDATE`;
  return (await tx.row(sql, [importId, row])) !== undefined;
}

const marks = (values: readonly unknown[]) => values.map(() => "?").join(",");

/** Where names of rows stand first in their import. */
async function firstBy(
  db: Reader,
  column: "identity" | "phoneHash",
  importId: number,
  names: readonly string[],
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const rows = await db.rows<{ name: string; first: number }>(
    `SELECT ${column} AS name, MIN(\`row\`) AS first FROM import_row
      WHERE importId = ? AND ${column} IN (${marks(names)}) GROUP BY ${column}`,
    [importId, ...names],
  );
  return new Map(rows.map(({ name, first }) => [name, first]));
}

export function firstOfIdentity(db: Reader, importId: number, names: readonly string[]) {
  return firstBy(db, "identity", importId, names);
}

export function firstOfPhone(db: Reader, importId: number, names: readonly string[]) {
  return firstBy(db, "phoneHash", importId, names);
}

export interface DoneRow {
  doneIdentity: string;
  digest: string;
  importId: number;
  memberId: number;
}

/** The row that was applied as this one: by its own name, or by another of the same member's. */
export function doneAs(
  before: ReadonlyMap<string, DoneRow>,
  identity: string | null,
  ofMember: { id: number; identities: readonly string[] } | null,
): DoneRow | undefined {
  const others = ofMember?.identities.flatMap((one) => before.get(one) ?? []) ?? [];
  return before.get(identity ?? "") ?? others.find(({ memberId }) => memberId === ofMember?.id);
}

/** Rows that were applied before, whichever file they came in. */
export async function appliedBefore(db: Reader, identities: readonly string[]) {
  if (identities.length === 0) return new Map<string, DoneRow>();
  const rows = await db.rows<DoneRow>(
    `SELECT doneIdentity, digest, importId, memberId FROM import_row WHERE doneIdentity IN (${marks(identities)})`,
    identities,
  );
  return new Map(rows.map((row) => [row.doneIdentity, row]));
}

export interface Fate {
  status: Exclude<RowStatus, "NEW" | "APPLIED">;
  code: string | null;
  columnName: string | null;
  beforeId: number | null;
  enrols: boolean;
}

/** The same fate for many rows; what is not to be applied is kept no longer than it has to be. */
export function saveFate(tx: Tx, importId: number, fate: Fate, rows: readonly number[]): void {
  const facts = fate.status === "ACCEPTED" ? "" : ", facts = NULL";
  tx.send(
    `UPDATE import_row SET status = ?, code = ?, columnName = ?, beforeId = ?, enrols = ?${facts}
      WHERE importId = ? AND \`row\` IN (${marks(rows)})`,
    [fate.status, fate.code, fate.columnName, fate.beforeId, fate.enrols, importId, ...rows],
  );
}

export interface AppliedRow {
  row: number;
  memberId: number;
  enrols: boolean;
  orderId: string | null;
}

export function saveApplied(tx: Tx, importId: number, applied: AppliedRow): void {
  const { row, memberId, enrols, orderId } = applied;
  tx.send(
    `UPDATE import_row SET status = 'APPLIED', doneIdentity = identity, facts = NULL, memberId = ?,
        enrols = ?, orderId = ? WHERE importId = ? AND \`row\` = ?`,
    [memberId, enrols, orderId, importId, row],
  );
}

/** Of what is not to come any more nothing is kept of the people in it. */
export async function forgetFacts(tx: Tx, importId: number, limit: number): Promise<number> {
  const { affectedRows } = await tx.write(
    `UPDATE import_row SET facts = NULL, externalId = NULL, phone = NULL, phoneHash = NULL
      WHERE importId = ? AND (facts IS NOT NULL OR externalId IS NOT NULL OR phone IS NOT NULL)
      ORDER BY \`row\` LIMIT ?`,
    [importId, limit],
  );
  return affectedRows;
}

export interface FateSum {
  status: RowStatus;
  rows: number;
  points: number;
  spendMinor: number;
  enrolled: number;
  firstRow: number;
}

export function sumsOf(db: Reader, importId: number): Promise<FateSum[]> {
  return db.rows<FateSum>(
    `SELECT status, COUNT(*) AS \`rows\`, CAST(SUM(points) AS SIGNED) AS points,
        CAST(SUM(spendMinor) AS SIGNED) AS spendMinor, CAST(SUM(enrols) AS SIGNED) AS enrolled,
        MIN(\`row\`) AS firstRow FROM import_row WHERE importId = ? GROUP BY status`,
    [importId],
  );
}

/** What an import is about, for whoever decides on it. */
export async function extentOf(db: Reader, importId: number) {
  const row = await db.row<{ members: number; largest: number }>(
    `SELECT CAST(COALESCE(SUM(enrols), 0) AS SIGNED) AS members, COALESCE(MAX(points), 0) AS largest
       FROM import_row WHERE importId = ? AND status = 'ACCEPTED'`,
    [importId],
  );
  return row ?? { members: 0, largest: 0 };
}

/** What the order book has of an import, as it stands there. */
export async function keptSpend(db: Reader, importId: number): Promise<number> {
  const row = await db.row<{ minor: number }>(
    `SELECT CAST(COALESCE(SUM(o.paidAmountMinor), 0) AS SIGNED) AS minor FROM import_row r
       JOIN shop_order o ON o.orderId = r.orderId WHERE r.importId = ? AND r.orderId IS NOT NULL`,
    [importId],
  );
  return row?.minor ?? 0;
}

export async function rowsOf(
  db: Reader,
  importId: number,
  { status, afterRow, limit }: { status: RowStatus | null; afterRow: number; limit: number },
) {
  const only = status === null ? "" : "AND status = ?";
  const sql = `${SELECT} WHERE importId = ? ${only} AND \`row\` > ? ORDER BY \`row\` LIMIT ?`;
  const values = [importId, ...(status === null ? [] : [status]), afterRow, limit];
  return tidy(await db.rows<StoredRow>(sql, values));
}

const FORGOTTEN = "facts = NULL, externalId = NULL, phone = NULL, phoneHash = NULL";
const ENDED = "IF(status IN ('NEW', 'ACCEPTED'), 'REFUSED', status)";
const CLOSED = "IF(status IN ('NEW', 'ACCEPTED'), 'MEMBER_STATUS_INVALID', code)";

/** Somebody is gone: what files said of them goes too, and what waited for them comes no more. */
export function eraseMember(tx: Tx, memberId: number): void {
  tx.send(`UPDATE import_row SET ${FORGOTTEN} WHERE memberId = ?`, [memberId]);
}

export function eraseNamed(tx: Tx, column: "externalId" | "phoneHash", name: string): void {
  // In this order: a column that is named later sees what was set before.
  tx.send(
    `UPDATE import_row SET code = ${CLOSED}, status = ${ENDED}, ${FORGOTTEN} WHERE ${column} = ?`,
    [name],
  );
}
