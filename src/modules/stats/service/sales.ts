import { businessDate } from "@/platform/business-time";
import { groupsBy } from "@/platform/groups";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { activeProgram } from "../../program/service";
import { bucketOf, bucketsOf, granularityOf } from "../rules/range";
import type { SalesKind } from "../rules/sales";
import { type CouponEffectsInput, type RangeInput, SHOWN_MAX } from "../schema";
import * as store from "../store/sales-figures";
import { headOf, rangeOf } from "./figures";

const NAMES = [
  "issued",
  "used",
  "expired",
  "voided",
  "discountMinor",
  "orders",
  "spendMinor",
] as const;

function summed(rows: readonly store.CouponSums[]): store.CouponSums {
  const of = (name: (typeof NAMES)[number]) => rows.reduce((sum, row) => sum + row[name], 0);
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Record<
    (typeof NAMES)[number],
    number
  >;
}

/** What coupons did over a range of business days: in all or of one definition by day, and by definition. */
export async function couponEffectsOf(ask: Ask, { definitionId, ...input }: CouponEffectsInput) {
  const { db, locale } = ask;
  const range = await rangeOf(ask, input);
  const today = businessDate(ask.now, (await activeProgram(db)).timeZone);
  const [head, days, sums] = await Promise.all([
    headOf(db, range, "sales"),
    store.couponDays(db, range, today, definitionId ?? null),
    store.couponSums(db, range, { today, limit: SHOWN_MAX }),
  ]);
  const names = await store.couponsNamed(
    db,
    sums.map((row) => row.definitionId),
  );
  const granularity = granularityOf(range);
  const within = groupsBy(days, ({ day }) => bucketOf(day, granularity));
  return {
    ...head,
    all: summed(days),
    trends: bucketsOf(range).map((date) => ({ date, ...summed(within.get(date) ?? []) })),
    coupons: sums.map((row) => {
      const name = names.get(row.definitionId);
      return { ...row, name: name ? textIn(name, locale) : String(row.definitionId) };
    }),
  };
}

/** What was sold over a range of business days, by category and by brand. */
export async function salesOverRange(ask: Ask, input: RangeInput) {
  const range = await rangeOf(ask, input);
  const of = async (kind: SalesKind) => {
    const rows = await store.salesSums(ask.db, kind, range, SHOWN_MAX);
    return rows.map(({ word, ...figures }) => ({ name: word === "" ? null : word, ...figures }));
  };
  const [head, categories, brands] = await Promise.all([
    headOf(ask.db, range, "sales"),
    of("CATEGORY"),
    of("BRAND"),
  ]);
  return { ...head, categories, brands };
}
