import type { Reader, Tx } from "@/platform/db";
import { groupsBy } from "@/platform/groups";
import { insertAllInto, insertInto } from "@/platform/insert";

export type ReturnStatus =
  | "PARKED"
  | "OPEN"
  | "REJECTED"
  | "REFUNDED"
  | "CLOSED"
  | "REFUSED"
  | "ENDED_EARLY";

export interface ReturnRow {
  id: number;
  returnId: string;
  orderRowId: number;
  memberId: number;
  amountMinor: number;
  /** What of it no refund has used up yet. */
  openMinor: number;
  /** What of it names lines, in money and in weight, while it is all open. */
  namedMinor: number;
  namedWeight: number;
  /** As it was told; null where it said none. */
  currency: string | null;
  status: ReturnStatus;
  requestedAt: Date;
}

const SELECT = `SELECT id, returnId, orderRowId, memberId, amountMinor, openMinor, namedMinor,
  namedWeight, currency, status, requestedAt FROM order_return`;

export function returnByReference(db: Reader, returnId: string): Promise<ReturnRow | undefined> {
  return db.row<ReturnRow>(`${SELECT} WHERE returnId = ?`, [returnId]);
}

/** Of an order, the oldest request first. */
export function returnsOf(
  db: Reader,
  orderRowId: number,
  status: "OPEN" | "PARKED",
): Promise<ReturnRow[]> {
  return db.rows<ReturnRow>(
    `${SELECT} WHERE orderRowId = ? AND status = ? ORDER BY requestedAt, id`,
    [orderRowId, status],
  );
}

export async function insertReturn(
  tx: Tx,
  row: Omit<ReturnRow, "id">,
  createdAt: Date,
): Promise<number> {
  const { insertId } = await tx.write(
    ...insertInto(
      "order_return",
      [
        "returnId",
        "orderRowId",
        "memberId",
        "amountMinor",
        "openMinor",
        "namedMinor",
        "namedWeight",
        "currency",
        "status",
        "requestedAt",
        "createdAt",
      ],
      { ...row, createdAt },
    ),
  );
  return insertId;
}

export function saveReturn(tx: Tx, row: Pick<ReturnRow, "id" | "openMinor" | "status">): void {
  tx.send("UPDATE order_return SET openMinor = ?, status = ? WHERE id = ?", [
    row.openMinor,
    row.status,
    row.id,
  ]);
}

/** A return that waited: what it is about follows from its order by now. */
export function openReturn(tx: Tx, row: Omit<ReturnRow, "openMinor">): void {
  tx.send(
    `UPDATE order_return SET amountMinor = ?, openMinor = ?, namedMinor = ?, namedWeight = ?,
       status = 'OPEN' WHERE id = ?`,
    [row.amountMinor, row.amountMinor, row.namedMinor, row.namedWeight, row.id],
  );
}

/** The order of an open return was edited: what it is about follows from it anew. */
export function saveReturnFigures(tx: Tx, row: ReturnRow): void {
  tx.send(
    `UPDATE order_return SET amountMinor = ?, openMinor = ?, namedMinor = ?, namedWeight = ?
      WHERE id = ?`,
    [row.amountMinor, row.openMinor, row.namedMinor, row.namedWeight, row.id],
  );
}

export interface FreezeRow {
  returnRowId: number;
  lotId: number;
  position: number;
  points: number;
}

/** What the returns of an order hold frozen, the oldest return first, in the order it was taken. */
export function freezesOf(db: Reader, orderRowId: number): Promise<FreezeRow[]> {
  return db.rows<FreezeRow>(
    `SELECT f.returnRowId, f.lotId, f.position, f.points
       FROM order_return r JOIN order_freeze f ON f.returnRowId = r.id
      WHERE r.orderRowId = ? AND f.points > 0
      ORDER BY r.requestedAt, r.id, f.position`,
    [orderRowId],
  );
}

/** Rows of one statement, which has 65,535 values at most. */
const ROWS_AT_ONCE = 500;

export function insertFreezes(tx: Tx, rows: readonly FreezeRow[]): void {
  const columns = ["returnRowId", "lotId", "position", "points"] as const;
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    tx.send(...insertAllInto("order_freeze", columns, some));
  }
}

/** Writes what one return holds of some lots, whatever it held of them before. */
export function replaceFreezes(tx: Tx, returnRowId: number, rows: readonly FreezeRow[]): void {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const lotIds = rows.slice(start, start + ROWS_AT_ONCE).map(({ lotId }) => lotId);
    tx.send(
      `DELETE FROM order_freeze WHERE returnRowId = ? AND lotId IN (${lotIds.map(() => "?").join(",")})`,
      [returnRowId, ...lotIds],
    );
  }
  insertFreezes(tx, rows);
}

/** What is left in each, of whichever returns. */
export function saveFreezes(tx: Tx, rows: readonly FreezeRow[]): void {
  for (const some of groupsBy(rows, ({ returnRowId }) => returnRowId).values()) {
    for (let start = 0; start < some.length; start += ROWS_AT_ONCE) {
      savePage(tx, some.slice(start, start + ROWS_AT_ONCE));
    }
  }
}

function savePage(tx: Tx, rows: readonly FreezeRow[]): void {
  const [{ returnRowId = 0 } = {}] = rows;
  tx.send(
    `UPDATE order_freeze SET points = CASE lotId ${rows.map(() => "WHEN ? THEN ?").join(" ")} END
      WHERE returnRowId = ? AND lotId IN (${rows.map(() => "?").join(",")})`,
    [
      ...rows.flatMap(({ lotId, points }) => [lotId, points]),
      returnRowId,
      ...rows.map(({ lotId }) => lotId),
    ],
  );
}
