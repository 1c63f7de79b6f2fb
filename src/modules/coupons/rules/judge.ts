import { endOfDayAfterDays } from "@/platform/business-time";
import type { MemberStatus } from "../../members/schema";
import type { Ladder } from "../../tiers/schema";
import type { CouponReason, CouponState } from "../schema/coupons";
import { type CouponTerms, mostOfOneUse } from "../schema/terms";
import { type Beside, type Discount, discountOf, type Goods } from "./discount";

/** Whether a coupon can be used, by whom and when. */

export interface Standing {
  status: "WAITING" | "ACTIVE" | "VOIDED";
  validFrom: Date | null;
  validUntil: Date | null;
  usesLeft: number;
}

/** What a coupon is called at a moment. */
export function stateOf(
  { status, validFrom, validUntil, usesLeft }: Standing,
  at: Date,
): CouponState {
  if (status !== "ACTIVE") return status;
  if (validFrom !== null && at < validFrom) return "NOT_YET";
  if (validUntil === null || at >= validUntil) return "EXPIRED";
  return usesLeft > 0 ? "ACTIVE" : "USED_UP";
}

/**
 * From when until when a coupon that is issued at a moment can be used: as its terms say, and no longer
 * than so many days. Example: 7 days, issued on 20 November → until 00:00 of 28 November.
 */
export function windowOf(
  terms: Pick<CouponTerms, "validFrom" | "validUntil" | "validDays">,
  issuedAt: Date,
  timeZone: string,
): { validFrom: Date | null; validUntil: Date } {
  const validFrom = terms.validFrom === null ? null : new Date(terms.validFrom);
  const from = validFrom !== null && validFrom > issuedAt ? validFrom : issuedAt;
  const ends = [
    ...(terms.validUntil === null ? [] : [new Date(terms.validUntil)]),
    ...(terms.validDays === null ? [] : [endOfDayAfterDays(from, terms.validDays, timeZone)]),
  ];
  return { validFrom, validUntil: new Date(Math.min(...ends.map((end) => end.getTime()))) };
}

/** What one coupon may take off at most, all of its uses together; null where an order alone bounds it. */
export function worthOf({ effect, uses }: Pick<CouponTerms, "effect" | "uses">): number | null {
  const most = mostOfOneUse(effect);
  return most === null ? null : most * uses;
}

/**
 * Coupons as points that are worth as much, by which they count on a person's day. Rounded up: what is
 * worth something is never given for nothing. Example: ¥30 ten times at 100 points for ¥1 → 30,000.
 */
export function worthInPoints(
  worthMinor: number | null,
  count: number,
  pointsPerYuanOff: number,
): number | null {
  if (worthMinor === null) return null;
  const points = (BigInt(worthMinor) * BigInt(count) * BigInt(pointsPerYuanOff) + 99n) / 100n;
  return points > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(points);
}

export interface Holder {
  status: MemberStatus;
  tierCode: string;
  ladder: Ladder;
}

/** What is used or set aside on the order beside it. */
export interface OtherCoupons extends Beside {
  count: number;
  combinable: boolean;
}

export const NO_OTHERS: OtherCoupons = {
  count: 0,
  combinable: true,
  byLine: new Map(),
  allMinor: 0,
};

export interface Facts {
  standing: Standing;
  terms: CouponTerms;
  enabled: boolean;
  holder: Holder;
  goods: Goods;
  others: OtherCoupons;
  at: Date;
}

/** Whether it takes something off, how much of which line, or the first reason why not. */
export function judgeCoupon(facts: Facts): Discount {
  const { terms, goods, others } = facts;
  const barred = barrier(facts);
  if (barred) return { usable: false, facts: {}, ...barred };
  return discountOf(terms, goods, others);
}

interface Barrier {
  reason: CouponReason;
  facts?: Record<string, string | number>;
}

function barrier({ standing, terms, enabled, holder, others, at }: Facts): Barrier | null {
  const state = stateOf(standing, at);
  if (state === "WAITING" || state === "VOIDED") return { reason: state };
  if (!enabled) return { reason: "DISABLED" };
  if (state !== "ACTIVE") return { reason: state, facts: momentsOf(standing) };
  if (holder.status !== "ACTIVE") {
    return { reason: "MEMBER_STATUS_INVALID", facts: { memberStatus: holder.status } };
  }
  if (terms.minTier !== null && !reaches(holder, terms.minTier)) {
    return { reason: "TIER_TOO_LOW", facts: { tierCode: holder.tierCode, minTier: terms.minTier } };
  }
  const isAlone = others.count === 0;
  if (!isAlone && !(terms.combinable && others.combinable)) return { reason: "NOT_COMBINABLE" };
  return null;
}

function momentsOf({ validFrom, validUntil }: Standing): Record<string, string> {
  return {
    ...(validFrom && { validFrom: validFrom.toISOString() }),
    ...(validUntil && { validUntil: validUntil.toISOString() }),
  };
}

/** A tier that the ladder no longer has is reached by nobody. */
function reaches({ ladder, tierCode }: Holder, minTier: string): boolean {
  const rank = (code: string) => ladder.find((rung) => rung.code === code)?.rank;
  const required = rank(minTier);
  return required !== undefined && (rank(tierCode) ?? ladder[0].rank) >= required;
}
