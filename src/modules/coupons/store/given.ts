import type { Reader, Tx } from "@/platform/db";
import { USED_OF_LAST } from "../schema/given";
import type { CouponRow } from "./coupons";

/** Coupons by the issue that rules made for them: what a redemption or an activity gave. */

export type GivenRow = Pick<
  CouponRow,
  "id" | "issueId" | "memberId" | "versionId" | "status" | "uses" | "validFrom" | "validUntil"
> & { used: number };

const COLUMNS =
  "c.id, c.issueId, c.memberId, c.versionId, c.status, c.uses, c.validFrom, c.validUntil";
const USED = `(SELECT COUNT(*) FROM coupon_use u WHERE u.couponId = c.id
    AND (u.status = 'USED' OR (u.status = 'RESERVED' AND u.expiresAt > ?)))`;

export function couponsOfIssues(
  db: Reader,
  issueIds: readonly number[],
  now: Date,
): Promise<GivenRow[]> {
  if (issueIds.length === 0) return Promise.resolve([]);
  return db.rows<GivenRow>(
    `SELECT ${COLUMNS}, ${USED} AS used FROM coupon c
      WHERE c.issueId IN (${issueIds.map(() => "?").join(",")}) ORDER BY c.id`,
    [now, ...issueIds],
  );
}

/** Locks them, in the order in which whoever uses several does. */
export async function lockCouponsOf(tx: Tx, issueId: number): Promise<void> {
  await tx.rows("SELECT id FROM coupon WHERE issueId = ? ORDER BY id FOR UPDATE", [issueId]);
}

/** How many of the last coupons that an activity gave are used. */
export async function usedOfActivity(db: Reader, activityId: number): Promise<number> {
  const row = await db.row<{ used: number }>(
    `SELECT COUNT(*) AS used FROM
       (SELECT id FROM coupon_issue WHERE activityId = ? ORDER BY id DESC LIMIT ${USED_OF_LAST}) i
       JOIN coupon c ON c.issueId = i.id
      WHERE EXISTS (SELECT 1 FROM coupon_use u WHERE u.couponId = c.id AND u.status = 'USED')`,
    [activityId],
  );
  return row?.used ?? 0;
}

/** Of how many of some issues something was used. */
export async function countUsed(db: Reader, issueIds: readonly number[]): Promise<number> {
  if (issueIds.length === 0) return 0;
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM coupon c
      WHERE c.issueId IN (${issueIds.map(() => "?").join(",")})
        AND EXISTS (SELECT 1 FROM coupon_use u WHERE u.couponId = c.id AND u.status = 'USED')`,
    [...issueIds],
  );
  return row?.count ?? 0;
}
