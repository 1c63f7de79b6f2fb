import type { Goods } from "../../coupons/rules/discount";
import type { CouponTerms } from "../../coupons/schema/terms";
import { linesInScope } from "../../orders/rules/lines";

/** What a basket just misses. */

const NO_WORDS = { categories: [], brands: [], skus: [] };

export interface Missing {
  /** Of the goods that it is about; null where one piece of them is missing. */
  moreMinor: number | null;
  /** Any word of each list that has words; null for all goods. */
  of: { categories: string[]; brands: string[]; skus: string[] } | null;
}

/**
 * What more in the basket would make a coupon usable; null where nothing would.
 * Examples: shoes at ¥50 of ¥88 → ¥38 more of shoes; no shoes → one piece of shoes.
 */
export function missingFor(
  { scope, effect }: CouponTerms,
  { lines, channel, store }: Goods,
  refusal: { reason: string; facts: Record<string, string | number> },
): Missing | null {
  const include = scope?.include ?? NO_WORDS;
  const isAll = Object.values(include).every((words) => words.length === 0);
  const of = isAll ? null : include;
  const { shortageMinor } = refusal.facts;
  if (refusal.reason === "MINIMUM_NOT_MET" && typeof shortageMinor === "number") {
    return { moreMinor: shortageMinor, of };
  }
  if (refusal.reason !== "NOTHING_IN_SCOPE" || lines === null) return null;
  const place = { include: NO_WORDS, exclude: NO_WORDS };
  const isHere =
    !scope || linesInScope({ lines, channel, store }, { ...scope, ...place }).length > 0;
  if (!isHere) return null;
  if (effect.kind === "ITEM") return { moreMinor: null, of: { ...include, skus: [effect.sku] } };
  return of && { moreMinor: null, of };
}

/** What is missing to a tier after this order; 0 where the order reaches it. */
export function missingToTier(
  thresholdMinor: number,
  qualifyingMinor: number,
  goodsToPayMinor: number,
): number {
  return Math.max(0, thresholdMinor - qualifyingMinor - goodsToPayMinor);
}
