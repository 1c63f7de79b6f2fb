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

/** What one use takes off at most; null where an order alone bounds it. */
export function mostOfOneUse(effect: CouponEffect): number | null {
  switch (effect.kind) {
    case "AMOUNT":
      return effect.amountMinor;
    case "ITEM":
      return effect.valueMinor;
    case "PERCENT":
      return effect.maximumMinor;
  }
}

/** The last year whose moments have four digits, as texts and the database know them. */
const YEAR_MAX = 9999;
const DAY_MS = 86_400_000;

/** Whether a coupon that counts from a moment on would end where the calendar has no days. */
function endsBeyondCalendar({ validFrom, validDays }: CouponTerms): boolean {
  if (validFrom === null || validDays === null) return false;
  const end = new Date(new Date(validFrom).getTime() + (validDays + 2) * DAY_MS);
  return end.getUTCFullYear() > YEAR_MAX;
}

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
  const each = mostOfOneUse(effect) ?? 0;
  if (each * uses > MONEY_MINOR_MAX) {
    faults.push({ path: "uses", message: `${each} × uses ≤ ${MONEY_MINOR_MAX}` });
  }
  if (endsBeyondCalendar(terms)) {
    faults.push({ path: "validDays", message: `… ${YEAR_MAX}` });
  }
  return faults;
}
