import type { Reader, Tx } from "@/platform/db";

/** Coupons of two members who become one. */

/** Codes follow their coupons, whether issued, waiting or over. The coupon's row first, as wherever it is locked. */
export function moveCoupons(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE coupon SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
  tx.send("UPDATE coupon_use SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

export interface CouponRows {
  coupons: number;
  uses: number;
}

export async function countRows(db: Reader, memberId: number): Promise<CouponRows> {
  const row = await db.row<CouponRows>(
    `SELECT (SELECT COUNT(*) FROM coupon WHERE memberId = ?) AS coupons,
        (SELECT COUNT(*) FROM coupon_use WHERE memberId = ?) AS uses`,
    [memberId, memberId],
  );
  return row ?? { coupons: 0, uses: 0 };
}

/** The first order on which both have a use that counts; null where there is none. */
export async function orderOfBoth(
  db: Reader,
  oneId: number,
  otherId: number,
  now: Date,
): Promise<string | null> {
  const counts = (use: string) =>
    `(${use}.status = 'USED' OR (${use}.status = 'RESERVED' AND ${use}.expiresAt > ?))`;
  const row = await db.row<{ orderId: string }>(
    `SELECT a.orderId FROM coupon_use a JOIN coupon_use b ON b.orderId = a.orderId
      WHERE a.memberId = ? AND b.memberId = ? AND ${counts("a")} AND ${counts("b")}
      ORDER BY a.orderId LIMIT 1`,
    [oneId, otherId, now, now],
  );
  return row?.orderId ?? null;
}
