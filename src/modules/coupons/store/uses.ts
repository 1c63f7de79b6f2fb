import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LineDiscount } from "../rules/discount";
import type { UseStatus } from "../schema/coupons";

export interface UseRow {
  id: number;
  couponId: number;
  memberId: number;
  orderId: string;
  status: UseStatus;
  goodsMinor: number;
  /** As they were told, in another currency than the program's. */
  currency: string | null;
  rate: string | null;
  ownGoodsMinor: number | null;
  discountMinor: number;
  lines: LineDiscount[];
  /** The business date that it counts on. */
  usedOn: string;
  /** Of a reservation, also after it was committed. */
  expiresAt: Date | null;
  createdAt: Date;
}

type Stored = Omit<UseRow, "lines"> & { allocation: string };

const COLUMNS =
  "id, couponId, memberId, orderId, status, goodsMinor, currency, rate, ownGoodsMinor, discountMinor, allocation, usedOn, expiresAt, createdAt";
const SELECT = `SELECT ${COLUMNS} FROM coupon_use`;

const tidy = ({ allocation, ...row }: Stored): UseRow => ({
  ...row,
  lines: JSON.parse(allocation) as LineDiscount[],
});

export async function oneUse(db: Reader, id: number): Promise<UseRow | undefined> {
  const row = await db.row<Stored>(`${SELECT} WHERE id = ?`, [id]);
  return row && tidy(row);
}

/** The use of a coupon on an order, unless it was cancelled or marked as expired. */
export async function activeUse(
  db: Reader,
  couponId: number,
  orderId: string,
): Promise<UseRow | undefined> {
  const row = await db.row<Stored>(`${SELECT} WHERE couponId = ? AND activeOrderId = ?`, [
    couponId,
    orderId,
  ]);
  return row && tidy(row);
}

/** What one member uses or has set aside on an order, coupon by coupon. */
export async function usesOnOrder(
  db: Reader,
  memberId: number,
  orderId: string,
): Promise<UseRow[]> {
  const rows = await db.rows<Stored>(
    `${SELECT} WHERE orderId = ? AND memberId = ? AND activeOrderId IS NOT NULL ORDER BY couponId`,
    [orderId, memberId],
  );
  return rows.map(tidy);
}

/** Others than a member who use a coupon on an order; waits for whoever is writing such a use right now. */
export async function claimantsOn(tx: Tx, orderId: string, memberId: number): Promise<number[]> {
  const rows = await tx.rows<{ memberId: number }>(
    `SELECT memberId FROM coupon_use
      WHERE orderId = ? AND memberId <> ? AND activeOrderId IS NOT NULL LOCK IN SHARE MODE`,
    [orderId, memberId],
  );
  return rows.map((row) => row.memberId);
}

export async function countUses(db: Reader, couponId: number, now: Date): Promise<number> {
  const row = await db.row<{ used: number }>(
    `SELECT COUNT(*) AS used FROM coupon_use FORCE INDEX (coupon_use_couponId_status_expiresAt_idx)
      WHERE couponId = ? AND (status = 'USED' OR (status = 'RESERVED' AND expiresAt > ?))`,
    [couponId, now],
  );
  return row?.used ?? 0;
}

/** The last uses of a coupon. */
export async function usesOf(db: Reader, couponId: number, limit: number): Promise<UseRow[]> {
  const rows = await db.rows<Stored>(`${SELECT} WHERE couponId = ? ORDER BY id DESC LIMIT ?`, [
    couponId,
    limit,
  ]);
  return rows.map(tidy);
}

export async function insertUse(tx: Tx, use: Omit<UseRow, "id">): Promise<number> {
  const { lines, ...row } = use;
  const insertId = await tx.insertNamed(
    "coupon use",
    insertInto(
      "coupon_use",
      [
        "couponId",
        "memberId",
        "orderId",
        "activeOrderId",
        "status",
        "goodsMinor",
        "currency",
        "rate",
        "ownGoodsMinor",
        "discountMinor",
        "allocation",
        "usedOn",
        "expiresAt",
        "createdAt",
      ],
      { ...row, activeOrderId: use.orderId, allocation: JSON.stringify(lines) },
    ),
  );
  return insertId;
}

/** The order is named again: a sweep that ran meanwhile may have taken it for expired. */
export function commitUse(tx: Tx, use: Pick<UseRow, "id" | "orderId">): void {
  tx.send("UPDATE coupon_use SET status = 'USED', activeOrderId = ?, endedAt = NULL WHERE id = ?", [
    use.orderId,
    use.id,
  ]);
}

export function endUse(
  tx: Tx,
  id: number,
  end: { status: "CANCELLED" | "EXPIRED"; endedAt: Date },
): void {
  tx.send("UPDATE coupon_use SET status = ?, activeOrderId = NULL, endedAt = ? WHERE id = ?", [
    end.status,
    end.endedAt,
    id,
  ]);
}

/** Of a coupon and of a member's order, what is set aside past its moment is marked as over. */
export async function endLapsed(
  tx: Tx,
  { couponId, memberId, orderId }: Pick<UseRow, "couponId" | "memberId" | "orderId">,
  now: Date,
): Promise<void> {
  const isOver = "status = 'RESERVED' AND expiresAt <= ?";
  const over = await tx.rows<{ id: number }>(
    `SELECT id FROM coupon_use WHERE couponId = ? AND ${isOver}
      UNION SELECT id FROM coupon_use WHERE orderId = ? AND memberId = ? AND ${isOver}`,
    [couponId, now, orderId, memberId, now],
  );
  if (over.length === 0) return;
  await tx.write(
    `UPDATE coupon_use SET status = 'EXPIRED', activeOrderId = NULL, endedAt = expiresAt
      WHERE status = 'RESERVED' AND id IN (${over.map(() => "?").join(",")})`,
    over.map(({ id }) => id),
  );
}

/** What is set aside of a coupon ends with it. */
export function endReservations(tx: Tx, couponId: number, endedAt: Date): void {
  tx.send(
    `UPDATE coupon_use SET status = 'CANCELLED', activeOrderId = NULL, endedAt = ?
      WHERE couponId = ? AND status = 'RESERVED'`,
    [endedAt, couponId],
  );
}

/** The same of all coupons of an issue. */
export function endReservationsOf(tx: Tx, issueId: number, endedAt: Date): void {
  tx.send(
    `UPDATE coupon_use u JOIN coupon c ON c.id = u.couponId
        SET u.status = 'CANCELLED', u.activeOrderId = NULL, u.endedAt = ?
      WHERE c.issueId = ? AND u.status = 'RESERVED'`,
    [endedAt, issueId],
  );
}

/** What a member has set aside, for their closing. */
export async function livingReservations(
  db: Reader,
  memberId: number,
  now: Date,
): Promise<UseRow[]> {
  const rows = await db.rows<Stored>(
    `${SELECT} WHERE memberId = ? AND status = 'RESERVED' AND expiresAt > ? ORDER BY couponId`,
    [memberId, now],
  );
  return rows.map(tidy);
}

/** Marks a page of reservations that ran out; what they counted ended with their moment. */
export async function expireReservations(tx: Tx, now: Date, limit: number): Promise<number> {
  const due = await tx.rows<{ id: number }>(
    "SELECT id FROM coupon_use WHERE status = 'RESERVED' AND expiresAt <= ? ORDER BY expiresAt LIMIT ?",
    [now, limit],
  );
  if (due.length === 0) return 0;
  await tx.write(
    `UPDATE coupon_use SET status = 'EXPIRED', activeOrderId = NULL, endedAt = expiresAt
      WHERE status = 'RESERVED' AND id IN (${due.map(() => "?").join(",")})`,
    due.map(({ id }) => id),
  );
  return due.length;
}
