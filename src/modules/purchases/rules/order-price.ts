import { toProgram } from "../../orders/rules/currency";
import { linePaidMinor } from "../../orders/schema/check";
import type { Rate } from "../../orders/schema/currency";
import { purchasePoints } from "../../points/rules/earn";
import {
  type Earning,
  type EarningPart,
  earningOf,
  earningParts,
  type Sold,
} from "../../points/rules/goods";
import { type PurchaseFacts, type Raise, raisedPoints } from "../../points/rules/order-figures";
import type { ProgramRules } from "../../program/schema/rules";

/** What an order earns by given rules: pure, for orders that come, that are edited, and that are only tried. */

/** By what it is decided beside the rules. */
export interface PricedBy {
  /** Of the tier before the order. */
  multiplierPct: number;
  /** Of the benefit that multiplies it most, 100 for none. */
  boostPct: number;
  rate: Rate;
  /** That the member may still earn. */
  pointsMax: number;
}

export interface OrderPrice {
  base: number;
  points: number;
  /** What of the order earns. */
  earning: Earning;
  /** By what its points are worked out, but for the boost. */
  facts: Omit<PurchaseFacts, "boostPct">;
  /** Whether the benefit raises anything: else it is not used up. */
  isBoosted: boolean;
}

/** @throws DomainError VALIDATION_FAILED beyond what one order may earn */
export function orderPrice(
  sold: Sold,
  { earn, goods }: Pick<ProgramRules, "earn" | "goods">,
  { multiplierPct, boostPct, rate, pointsMax }: PricedBy,
): OrderPrice {
  const earning = earningOf(sold, goods);
  const facts = {
    paidAmountMinor: toProgram(sold.paidAmountMinor, rate),
    pointsPerYuan: earn.pointsPerYuan,
    goods: earning,
    pointsMax,
    multiplierPct,
  };
  const { base, points } = purchasePoints({ ...facts, boostPct });
  const isBoosted = boostPct > 100 && points > purchasePoints({ ...facts, boostPct: 100 }).points;
  return { base, points, earning, facts, isBoosted };
}

/** What activities look at: the order's parts, and its points with something added. */
export interface Raisable {
  otherPct: number;
  parts: EarningPart[];
  /** What was paid for each line; none where the order was told without lines. */
  paid: number[];
  pointsAt: (raise: Raise) => number;
}

/** The order as activities add to it, over what a benefit multiplies already. */
export function raisable(
  sold: Sold,
  { goods }: Pick<ProgramRules, "goods">,
  { earning, facts }: Pick<OrderPrice, "earning" | "facts">,
  otherPct: number,
): Raisable {
  const parts = earningParts(sold, earning, goods);
  return {
    ...{ otherPct, parts, paid: sold.lines.map(linePaidMinor) },
    pointsAt: (raise) => raisedPoints({ ...facts, boostPct: otherPct }, parts, raise),
  };
}
