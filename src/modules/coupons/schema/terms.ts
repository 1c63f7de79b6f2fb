import { z } from "zod";
import {
  instantText,
  MONEY_MINOR_MAX,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
} from "@/platform/scalars";
import { orderScope } from "../../orders/schema/cart";
import { tierCode } from "../../tiers/schema";

/** What a coupon is good for. A definition's version has it, and it never changes. */

export const couponEffect = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("AMOUNT"), amountMinor: moneyMinorPositive }),
  z.strictObject({
    kind: z.literal("PERCENT"),
    offBps: z.int().min(1).max(10_000).describe("taken off: 2000 = 20 %"),
    maximumMinor: moneyMinorPositive.nullable().default(null).describe("the most it takes off"),
  }),
  z.strictObject({
    kind: z.literal("ITEM"),
    sku: outsideId.describe("one piece of it is free"),
    valueMinor: moneyMinorPositive.describe("what the piece may cost at most"),
  }),
]);
export type CouponEffect = z.output<typeof couponEffect>;

export const USES_MAX = 100_000;
export const VALID_DAYS_MAX = 3650;

export const couponTerms = z.strictObject({
  effect: couponEffect,
  minimumMinor: moneyMinor.default(0).describe("of the goods that it is about"),
  scope: orderScope.nullable().default(null).describe("null: about all goods"),
  validFrom: instantText.nullable().default(null),
  validUntil: instantText.nullable().default(null),
  validDays: z
    .int()
    .min(1)
    .max(VALID_DAYS_MAX)
    .nullable()
    .default(null)
    .describe("whole days after the one on which it was issued"),
  uses: z.int().min(1).max(USES_MAX).default(1).describe("of each coupon, by whoever has it"),
  combinable: z.boolean().default(false).describe("with other coupons on one order"),
  minTier: tierCode.nullable().default(null),
  givesBack: z
    .boolean()
    .default(true)
    .describe("an order that is cancelled or refunded in full gives the use back"),
});
export type CouponTerms = z.output<typeof couponTerms>;

/** What contradicts itself in terms. */
export function termsFaults(terms: CouponTerms): { path: string; message: string }[] {
  const { validFrom, validUntil, validDays, effect, uses } = terms;
  const faults: { path: string; message: string }[] = [];
  if (validUntil === null && validDays === null) {
    faults.push({ path: "validUntil", message: "validUntil / validDays" });
  }
  const isEmpty =
    validFrom !== null && validUntil !== null && new Date(validUntil) <= new Date(validFrom);
  if (isEmpty) faults.push({ path: "validUntil", message: `> ${validFrom}` });
  const each = effect.kind === "AMOUNT" ? effect.amountMinor : 0;
  if (each * uses > MONEY_MINOR_MAX) {
    faults.push({ path: "uses", message: `amountMinor × uses ≤ ${MONEY_MINOR_MAX}` });
  }
  return faults;
}
