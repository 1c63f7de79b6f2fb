import type { Reader, Tx } from "@/platform/db";
import { insertInto, insertOrIgnore, onDuplicate } from "@/platform/insert";
import type { ListName } from "../schema/lists";

export interface ViewRow {
  id: number;
  list: ListName;
  ownerId: number;
  name: string;
  isShared: boolean;
  address: string;
  /** JSON. */
  layout: string;
  revision: number;
  updatedAt: Date;
}

const SELECT = `SELECT id, list, ownerId, name, isShared, address, layout, revision, updatedAt
  FROM list_view`;
/** Of others; each may keep only a few. */
const SHARED_SHOWN = 200;

export async function viewsFor(db: Reader, list: ListName, userId: number): Promise<ViewRow[]> {
  const rows = await Promise.all([
    db.rows<ViewRow>(`${SELECT} WHERE ownerId = ? AND list = ? ORDER BY id`, [userId, list]),
    db.rows<ViewRow>(
      `${SELECT} WHERE list = ? AND isShared = 1 AND ownerId <> ? ORDER BY id LIMIT ${SHARED_SHOWN}`,
      [list, userId],
    ),
  ]);
  return rows.flat().map((row) => ({ ...row, isShared: Boolean(row.isShared) }));
}

/** What somebody keeps of a list is changed one after the other. */
export async function lockOwn(tx: Tx, list: ListName, userId: number, layout: string) {
  await tx.write(
    ...insertOrIgnore("list_layout", ["userId", "list", "layout"], { userId, list, layout }),
  );
  await tx.row("SELECT userId FROM list_layout WHERE userId = ? AND list = ? FOR UPDATE", [
    userId,
    list,
  ]);
}

export async function ownCount(tx: Tx, list: ListName, ownerId: number): Promise<number> {
  const sql = "SELECT COUNT(*) AS count FROM list_view WHERE ownerId = ? AND list = ?";
  return (await tx.row<{ count: number }>(sql, [ownerId, list]))?.count ?? 0;
}

export function insertView(tx: Tx, row: Omit<ViewRow, "id" | "revision">): Promise<number> {
  return tx.insert(
    ...insertInto(
      "list_view",
      ["list", "ownerId", "name", "isShared", "address", "layout", "updatedAt"],
      row,
    ),
  );
}

export async function lockView(tx: Tx, id: number): Promise<ViewRow | undefined> {
  const row = await tx.row<ViewRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
  return row && { ...row, isShared: Boolean(row.isShared) };
}

export function saveView(tx: Tx, row: ViewRow): void {
  const { id, name, isShared, address, layout, revision, updatedAt } = row;
  tx.send(
    `UPDATE list_view SET name = ?, isShared = ?, address = ?, layout = ?, revision = ?,
       updatedAt = ? WHERE id = ?`,
    [name, isShared, address, layout, revision, updatedAt, id],
  );
}

export function removeView(tx: Tx, id: number): void {
  tx.send("DELETE FROM list_view WHERE id = ?", [id]);
}

export async function layoutOf(
  db: Reader,
  list: ListName,
  userId: number,
): Promise<string | undefined> {
  const sql = "SELECT layout FROM list_layout WHERE userId = ? AND list = ?";
  return (await db.row<{ layout: string }>(sql, [userId, list]))?.layout;
}

export function saveLayout(tx: Tx, row: { userId: number; list: ListName; layout: string }): void {
  const statement = insertInto("list_layout", ["userId", "list", "layout"], row);
  tx.send(...onDuplicate(statement, "layout = VALUES(layout)"));
}
