import type { Work } from "@/platform/work";
import { isBoundedPass } from "../../benefits/service/passes";
import { moneyOfPoints, programOf } from "../../program/service";
import { addedPieces, type Offer } from "../rules/rewards";
import { couponWorth } from "./coupon";

/**
 * What is put on the shelf is worth, in money: each piece what its coupon takes off at most, or else what
 * members pay for it in points, for what a thing is worth is known to the shop alone. Null without bound.
 */
export async function worthOffered(work: Work, before: Offer | null, after: Offer) {
  const { rules } = await programOf(work);
  const pieces = addedPieces(before, after, 0);
  const coupon = await couponWorth(work, after);
  // What is given away cheaper is worth what it cost before.
  const price = moneyOfPoints(rules, Math.max(after.pointsCost, before?.pointsCost ?? 0));
  if (pieces === null || coupon === null) return null;
  const passed = rules.benefits.find(({ id }) => id === after.benefitId);
  const isBounded = pieces === 0 || !passed || isBoundedPass(passed);
  // A pass counts as so many pieces as it has uses, at one price.
  const sold = Math.ceil(pieces / (after.passUses ?? 1));
  return isBounded ? sold * Math.max(price, coupon) : null;
}
