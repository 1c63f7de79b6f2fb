import { floorShare } from "@/platform/arithmetic";
import { undoneOf } from "../../orders/rules/standing";
import type { Standing } from "../../orders/schema/book";
import type { SavingKind } from "../schema";

/** What members saved on their orders, as each stands now: pure, over what was used on it. */

export type LineKind = SavingKind | "SPEND";
export type LineSource = "BENEFIT" | "COUPON" | "POINTS" | "ORDER";

export interface SavingLine {
  source: LineSource;
  sourceId: number;
  orderId: string;
  memberId: number;
  day: string;
  kind: LineKind;
  valueMinor: number;
}

/** Benefits that take something off what is paid; a present, a contact or a place in the queue does not. */
const BENEFIT_KINDS: Readonly<Record<string, SavingKind>> = {
  DISCOUNT: "PRICE",
  FREE_SHIPPING: "SHIPPING",
  COUPON: "COUPON",
};

export function kindOfBenefit(type: string): SavingKind | null {
  return BENEFIT_KINDS[type] ?? null;
}

/** What the book has of an order, and what was paid for it before anybody edited it. */
export interface SavingOrder extends Standing {
  firstPaidMinor: number | null;
}

/**
 * What is left of something that was taken off an order, by what is left of the order: a refund lowers
 * it in proportion, and so does an edit that leaves less than was paid at first. An edit that adds
 * goods adds nothing: the shop told of no saving on them. Freight stays saved as long as anything of
 * the order stays. What nobody told an order of counts as it was used.
 *
 * Example: ¥60 off an order of ¥340 of which ¥85 came back → ¥45; edited to ¥170 before → ¥15.
 */
export function leftOfSaving(
  kind: SavingKind,
  valueMinor: number,
  order: SavingOrder | undefined,
  orderAmountMinor: number,
): number {
  if (!order) return valueMinor;
  const { wholeMinor, undoneMinor } = undoneOf(order, orderAmountMinor);
  const leftMinor = Math.max(0, wholeMinor - undoneMinor);
  if (leftMinor === 0) return 0;
  if (kind === "SHIPPING") return valueMinor;
  return floorShare(valueMinor, leftMinor, Math.max(wholeMinor, order.firstPaidMinor ?? 0));
}

/** What points took off that did not come back. Example: ¥10.00 by 1,000 points, 500 restored → ¥5.00. */
export function leftOfPoints(redemption: {
  points: number;
  restored: number;
  discountMinor: number;
}): number {
  const { points, restored, discountMinor } = redemption;
  if (points === 0) return 0;
  return floorShare(discountMinor, Math.max(0, points - restored), points);
}
