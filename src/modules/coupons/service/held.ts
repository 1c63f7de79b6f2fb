import type { Reader } from "@/platform/db";
import type { ProgramRules } from "../../program/schema/rules";
import { worthInPoints } from "../rules/judge";
import { mostOfOneUse } from "../schema/terms";
import { usesLeftOf } from "../store/coupons";
import { versionsOf } from "./definitions";

/**
 * What a member's coupons are worth in points, for whoever hands them over: at most, as where they are issued. A
 * use that an order alone bounds counts as the largest correction that one person makes.
 */
export async function couponsHeld(
  db: Reader,
  memberId: number,
  { adjust, redeem }: ProgramRules,
  now: Date,
): Promise<number> {
  const held = await usesLeftOf(db, memberId, now);
  const known = await versionsOf(
    db,
    held.map(({ versionId }) => versionId),
  );
  return held.reduce((sum, { versionId, usesLeft }) => {
    const effect = known.get(versionId)?.terms.effect;
    const most = effect ? mostOfOneUse(effect) : null;
    const points = worthInPoints(most, usesLeft, redeem.pointsPerYuanOff);
    return sum + (points ?? usesLeft * adjust.approvalAbovePoints);
  }, 0);
}
