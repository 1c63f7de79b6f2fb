import type { Work } from "@/platform/work";
import { giveCoupons, isGiftUsed, withdrawCoupons } from "../../coupons/service/give";
import type { Account } from "../../points/service/account";
import * as activities from "../store/activities";
import type { ParticipationRow } from "../store/participations";
import { couponsOver } from "./standing";

/** The coupon that goes with an award. Its member is locked. */

type Giving = Pick<activities.ActivityRow, "id" | "title" | "couponVersionId" | "couponPoints">;

/**
 * What an award would give: nothing where the activity has no coupon, or where one of before was used and
 * counts still; `missing` where it is switched off or over.
 */
export async function couponDue(
  work: Work,
  activity: Giving,
  part: ParticipationRow | undefined,
): Promise<"none" | "kept" | "missing" | "new"> {
  if (activity.couponVersionId === null) return "none";
  const { couponIssueId = null, couponState = null } = part ?? {};
  const wasUsed = couponState === "USED" && couponIssueId !== null;
  if (wasUsed && (await isGiftUsed(work, couponIssueId))) return "kept";
  const over = await couponsOver({ db: work.tx, now: work.now }, [activity]);
  return over.has(activity.couponVersionId) ? "missing" : "new";
}

/** Gives the coupon; the participation is still to be saved. */
export async function giveCoupon(
  work: Work,
  account: Account,
  activity: Giving,
  part: ParticipationRow,
): Promise<number[]> {
  const { id: activityId, title, couponVersionId: versionId } = activity;
  if (versionId === null) return [];
  const origin = { activityId, title };
  const gift = { versionId, source: "ACTIVITY" as const, count: 1, origin };
  const { issueId, couponIds } = await giveCoupons(work, account, gift);
  part.couponIssueId = issueId;
  part.couponState = "HELD";
  part.couponPoints = activity.couponPoints ?? 0;
  work.atEnd(() => activities.countCoupons(work.tx, activityId, { given: 1 }));
  return couponIds;
}

/**
 * What earned the coupon is undone: it is void. One that was used by then stays used, counts in the budget
 * still, and no second one is given while it does.
 *
 * @returns what is room in the budget again
 */
export async function withdrawCoupon(work: Work, part: ParticipationRow): Promise<number> {
  if (part.couponIssueId === null || part.couponState !== "HELD") return 0;
  const isUsed = await withdrawCoupons(work, part.couponIssueId);
  part.couponState = isUsed ? "USED" : "TAKEN";
  if (isUsed) return 0;
  const { activityId, couponPoints } = part;
  part.couponPoints = 0;
  work.atEnd(() => activities.countCoupons(work.tx, activityId, { returned: 1 }));
  return couponPoints;
}

/** An award was due while its coupon was not to be had: nothing is given, and operators see how often. */
export function missCoupon(work: Work, { id }: Giving): void {
  work.atEnd(() => activities.countCoupons(work.tx, id, { missed: 1 }));
}
