import { floorShare } from "@/platform/arithmetic";
import { addDays, addMonths } from "@/platform/business-time";
import type { ApprovalChange } from "../access/schema/approvals";
import type { MemberStatus } from "../members/schema";
import type { BenefitDefinition, BenefitQuota } from "../program/schema/rules";
import type { Ladder, Rung } from "../tiers/schema";
import type { Benefit, Judgement, UseFacts } from "./schema/benefit-type";
import { refused } from "./schema/benefit-type";
import { benefitTypes } from "./types/registry";

/** A benefit of the program with what its type makes of its parameters. */
export interface OfferedBenefit extends BenefitDefinition {
  does: Benefit;
}

/** A version's definitions never change, so neither does what is made of them. */
const known = new WeakMap<readonly BenefitDefinition[], readonly OfferedBenefit[]>();

/** Definitions of types that this release knows; the parameters were checked when they were saved. */
export function offered(definitions: readonly BenefitDefinition[]): readonly OfferedBenefit[] {
  const made = known.get(definitions) ?? definitions.flatMap(withType);
  known.set(definitions, made);
  return made;
}

function withType(definition: BenefitDefinition): OfferedBenefit[] {
  const type = benefitTypes[definition.type];
  return type ? [{ ...definition, does: type.of(definition.params) }] : [];
}

/** Whose benefits they are, at one moment. */
export interface Holder {
  status: MemberStatus;
  birthday: string | null;
  ladder: Ladder;
  rung: Rung;
  moment: Date;
  /** The business date of the moment. */
  today: string;
  pointsPerYuanOff: number;
}

/** Whether a tier entitles to a benefit: as its rung says, or by its own rate. */
export function belongsTo({ id, does }: OfferedBenefit, rung: Rung): boolean {
  return does.isTierPrice ? rung.discountRateBps < 10_000 : rung.benefits.includes(id);
}

/** The tier above that brings a benefit, or undefined where none does. */
export function unlockedBy(benefit: OfferedBenefit, { ladder, rung }: Holder): Rung | undefined {
  return ladder.find((above) => above.rank > rung.rank && belongsTo(benefit, above));
}

export interface Period {
  /** Business dates: the first of it, and the first after it. */
  from: string;
  to: string;
}

const ALWAYS: Period = { from: "1000-01-01", to: "9999-12-31" };

/**
 * The business dates that a quota counts together with a given one.
 * Example: per month on 2026-11-20 → 2026-11-01 up to before 2026-12-01.
 */
export function periodOf(per: BenefitQuota["per"], today: string): Period {
  switch (per) {
    case "day":
      return { from: today, to: addDays(today, 1) };
    case "month": {
      const from = `${today.slice(0, 7)}-01`;
      return { from, to: addMonths(from, 1) };
    }
    case "year": {
      const from = `${today.slice(0, 4)}-01-01`;
      return { from, to: addMonths(from, 12) };
    }
    case "order":
    case "lifetime":
      return ALWAYS;
  }
}

/** Uses left, or null without a quota. An order has one use at most, whatever its quota says. */
export function remainingOf(quota: BenefitQuota | null, used: number): number | null {
  return quota === null ? null : Math.max(0, quota.limit - used);
}

/** A right to a benefit that no tier gives: uses left, and the moment that ends the first of them. */
export interface Pass {
  usesLeft: number;
  validUntil: Date;
}

/** What stands in the way of a tier's right and not of a pass. */
const OPENED_BY_PASS: readonly string[] = ["TIER_TOO_LOW", "NOT_OF_TIER", "QUOTA_USED_UP"];

export type By = "tier" | "pass";

/**
 * Whether a benefit can be used, and by what: the tier's right comes first, so that a pass is spent
 * only where the tier has none or has used it up. A pass opens nothing else: what is switched off, over
 * or not met stays so.
 * Example: shipping twice a month by the tier, both used, a pass of five → usable by the pass.
 */
export function judgeFor(
  benefit: OfferedBenefit,
  holder: Holder,
  order: UseFacts["order"],
  { used, pass }: { used: number; pass: Pass | undefined },
): { judged: Judgement; by: By } {
  const judged = judge(benefit, holder, order, used);
  const opens = !judged.usable && pass && OPENED_BY_PASS.includes(judged.reason);
  if (!opens || pass.usesLeft <= 0) return { judged, by: "tier" };
  return { judged: byItsType(benefit, holder, order), by: "pass" };
}

/**
 * Whether a benefit can be used now by the tier, what it is worth, and if not why, in this order:
 * MEMBER_STATUS_INVALID, DISABLED, NOT_IN_WINDOW, TIER_TOO_LOW or NOT_OF_TIER, what its type says,
 * QUOTA_USED_UP.
 *
 * @param used how often it was used in its quota's period
 */
export function judge(
  benefit: OfferedBenefit,
  holder: Holder,
  order: UseFacts["order"],
  used: number,
): Judgement {
  const barred = barrier(benefit, holder);
  if (barred) return barred;
  const judged = byItsType(benefit, holder, order);
  const { quota } = benefit;
  if (!judged.usable || quota === null || used < quota.limit) return judged;
  return refused("QUOTA_USED_UP", { limit: quota.limit, used });
}

function byItsType({ does }: OfferedBenefit, holder: Holder, order: UseFacts["order"]): Judgement {
  const { birthday, today, pointsPerYuanOff, rung } = holder;
  return does.judge({
    order,
    tierRateBps: rung.discountRateBps,
    birthday,
    today,
    pointsPerYuanOff,
  });
}

/** Whether a pass can be made of a benefit: not of one that applies by itself or is a tier's price. */
export function canBePassed({ does }: OfferedBenefit): boolean {
  return does.multiplierPct === undefined && !does.isTierPrice;
}

function barrier(benefit: OfferedBenefit, holder: Holder): Judgement | null {
  if (holder.status !== "ACTIVE") {
    return refused("MEMBER_STATUS_INVALID", { memberStatus: holder.status });
  }
  if (!benefit.enabled) return refused("DISABLED");
  const window = outsideWindow(benefit, holder.moment);
  if (window) return window;
  if (belongsTo(benefit, holder.rung)) return null;
  const above = unlockedBy(benefit, holder);
  const tierCode = holder.rung.code;
  if (!above) return refused("NOT_OF_TIER", { tierCode });
  return refused("TIER_TOO_LOW", { tierCode, requiredTier: above.code });
}

/** From its first instant on, and before its last. */
function outsideWindow({ validFrom, validUntil }: BenefitDefinition, moment: Date) {
  const isEarly = validFrom !== null && moment < new Date(validFrom);
  const isLate = validUntil !== null && moment >= new Date(validUntil);
  if (!isEarly && !isLate) return null;
  return refused("NOT_IN_WINDOW", {
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
  });
}

/**
 * What one use of a benefit may give away, and all uses of one member in a month, a year or for life.
 * Published before, it goes on as it was.
 */
export const USE_MAX = { points: 10_000, amountMinor: 1_000_000, rateBpsMin: 1000 } as const;
/** The same of all uses of one member in a day. */
const DAY_MAX = { points: 1_000, amountMinor: 100_000 } as const;
/** A lower price than this needs a quota. */
const RATE_BPS_WITHOUT_QUOTA_MIN = 7000;

/** Whether the worth of one use has a bound, so that uses can be counted as pieces. */
export function isBounded({ takesOffMinor }: Benefit): boolean {
  if (takesOffMinor === undefined) return true;
  return takesOffMinor !== null && takesOffMinor <= USE_MAX.amountMinor;
}

/**
 * What is without bound in a benefit, field by field. Points and amounts of money need a quota too,
 * which with them has a bound for each member and period, and is not by the order: orders enough would
 * bring any number of them. Examples: ¥30 off as often as one likes → quota; 10,000 points a hundred
 * times a year → quota.limit ≤ 1.
 */
export function boundFaults(
  { gives = {} }: Benefit,
  quota: BenefitQuota | null,
): { path: string; message: string }[] {
  const { points = 0, amountMinor = 0, rateBps = USE_MAX.rateBpsMin } = gives;
  const faults: { path: string; message: string }[] = [];
  const says = (field: string, message: string) => faults.push({ path: field, message });
  if (points > USE_MAX.points) says("params.points", `≤ ${USE_MAX.points}`);
  if (amountMinor > USE_MAX.amountMinor) {
    const field = gives.points === undefined ? "amountMinor" : "itemValueMinor";
    says(`params.${field}`, `≤ ${USE_MAX.amountMinor}`);
  }
  if (rateBps < USE_MAX.rateBpsMin) says("params.rateBps", `≥ ${USE_MAX.rateBpsMin}`);
  if (quota === null && points + amountMinor > 0) says("quota", "limit ≥ 1");
  if (quota === null && rateBps < RATE_BPS_WITHOUT_QUOTA_MIN && gives.rateBps !== undefined) {
    says("quota", `rateBps < ${RATE_BPS_WITHOUT_QUOTA_MIN} → limit ≥ 1`);
  }
  if (quota !== null && points + amountMinor > 0) {
    if (quota.per === "order") says("quota.per", "≠ order");
    const most = quota.per === "day" ? DAY_MAX : USE_MAX;
    const times = (most: number, each: number) =>
      each === 0 ? Infinity : floorShare(most, 1, each);
    const limit = Math.min(times(most.points, points), times(most.amountMinor, amountMinor));
    if (quota.limit > Math.max(1, limit)) says("quota.limit", `≤ ${Math.max(1, limit)}`);
    else if (limit === 0 && quota.per === "day") says("quota.per", "≠ day");
  }
  return faults;
}

/**
 * By what an edit makes each use worth more where that has no greatest worth: whoever holds a pass has
 * it at once, and passes were judged by what it was. Example: shipping up to ¥10, then all of it.
 *
 * @param before null for one that was removed and comes back
 */
export function loosened(before: Benefit | null, after: Benefit): ApprovalChange[] {
  if (isBounded(after) || after.isTierPrice) return [];
  const [was = 10_000, is = 10_000] = [before?.gives?.rateBps, after.gives?.rateBps];
  if (is < was) return [{ field: "rateBps", before: String(was), after: String(is) }];
  if (before && !isBounded(before)) return [];
  const most = before?.takesOffMinor;
  const [former, now] = [most, after.takesOffMinor].map((value) =>
    value == null ? null : String(value),
  );
  return [{ field: "useMinorMax", before: former ?? null, after: now ?? null }];
}
