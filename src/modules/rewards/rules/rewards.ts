import { addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { DomainError, type Facts } from "@/platform/errors";
import { isSameText, type LocalizedText } from "@/platform/texts";
import type { MemberStatus } from "../../members/schema";
import { spendFor } from "../../points/rules/order-figures";
import type { Ladder } from "../../tiers/schema";
import type { RedemptionStatus, RewardKind, RewardReason } from "../schema/rewards";

/** So few pieces of one that is listed are few. */
export const LOW_STOCK = 10;

/** What decides whether a member may have so many pieces of a reward. */
export interface RewardFacts {
  quantity: number;
  pointsCost: number;
  stock: number | null;
  perMonth: number | null;
  minTier: string | null;
  /** Pieces the member had in the business month so far. */
  usedThisMonth: number;
  resetsAt: Date;
  memberStatus: MemberStatus;
  tierCode: string;
  available: number;
  /** The benefit of a pass whose benefit nobody can use any more; null for everything else. */
  uselessBenefit: string | null;
  /** The benefit of a pass that the member's tier gives them anyway, as often as they like. */
  unlimitedBenefit: string | null;
  /** The definition of a coupon that is not issued any more; null for everything else. */
  uselessCoupon: number | null;
}

export interface Obstacle {
  reason: RewardReason;
  facts: Facts;
}

/**
 * The first thing that stands between a member and a reward, or null.
 * Example: 2 pieces of one at 500 points with 900 available → INSUFFICIENT_POINTS, shortage 100.
 */
export function obstacle(facts: RewardFacts, ladder: Ladder): Obstacle | null {
  const { quantity, stock, perMonth, minTier, usedThisMonth, available } = facts;
  if (facts.memberStatus !== "ACTIVE") {
    return { reason: "MEMBER_STATUS_INVALID", facts: { memberStatus: facts.memberStatus } };
  }
  if (facts.uselessBenefit !== null) {
    return { reason: "BENEFIT_UNAVAILABLE", facts: { benefitId: facts.uselessBenefit } };
  }
  if (facts.unlimitedBenefit !== null) {
    return { reason: "BENEFIT_UNLIMITED", facts: { benefitId: facts.unlimitedBenefit } };
  }
  if (facts.uselessCoupon !== null) {
    const definitionId = String(facts.uselessCoupon);
    return { reason: "COUPON_UNAVAILABLE", facts: { definitionId } };
  }
  if (stock !== null && stock < quantity) {
    return { reason: "OUT_OF_STOCK", facts: { stock } };
  }
  if (minTier !== null && !reaches(ladder, facts.tierCode, minTier)) {
    return { reason: "TIER_TOO_LOW", facts: { tierCode: facts.tierCode, minTier } };
  }
  if (perMonth !== null && usedThisMonth + quantity > perMonth) {
    const resetsAt = facts.resetsAt.toISOString();
    return { reason: "LIMIT_REACHED", facts: { limit: perMonth, used: usedThisMonth, resetsAt } };
  }
  const required = facts.pointsCost * quantity;
  if (required > available) {
    const shortage = required - available;
    return { reason: "INSUFFICIENT_POINTS", facts: { required, available, shortage } };
  }
  return null;
}

/** A tier that the ladder no longer has is reached by nobody. */
function reaches(ladder: Ladder, tierCode: string, minTier: string): boolean {
  const rank = (code: string) => ladder.find((rung) => rung.code === code)?.rank;
  const requiredRank = rank(minTier);
  return requiredRank !== undefined && (rank(tierCode) ?? ladder[0].rank) >= requiredRank;
}

/** The tiers that somebody of one has reached. Example: of BRONZE → REGISTERED, BRONZE. */
export function reachedTiers(ladder: Ladder, tierCode: string): string[] {
  return ladder.filter(({ code }) => reaches(ladder, tierCode, code)).map(({ code }) => code);
}

/** The higher of two tiers that are asked for; one that the ladder no longer has is the highest. */
export function higherTier(ladder: Ladder, one: string | null, other: string | null) {
  if (one === null || other === null) return one ?? other;
  const rank = (code: string) => ladder.find((rung) => rung.code === code)?.rank ?? Infinity;
  return rank(other) > rank(one) ? other : one;
}

/** @throws DomainError by the obstacle; what lies in the reward itself is REWARD_UNAVAILABLE with the reason */
export function checkReward(facts: RewardFacts, ladder: Ladder): void {
  const found = obstacle(facts, ladder);
  if (!found) return;
  switch (found.reason) {
    case "TIER_TOO_LOW":
    case "BENEFIT_UNAVAILABLE":
    case "BENEFIT_UNLIMITED":
    case "COUPON_UNAVAILABLE":
      throw new DomainError("REWARD_UNAVAILABLE", { reason: found.reason, ...found.facts });
    default:
      throw new DomainError(found.reason, found.facts);
  }
}

/** Parcels wait for the shop; what is only a right is there at once. */
export function firstStatus(kind: RewardKind): RedemptionStatus {
  return kind === "PRODUCT" ? "PENDING" : "DONE";
}

/** @throws DomainError VALIDATION_FAILED where a product has no address or something else has one */
export function checkAddress(kind: RewardKind, address: unknown): void {
  const isRequired = kind === "PRODUCT";
  if ((address !== undefined) === isRequired) return;
  const message = isRequired ? "required for PRODUCT" : `not for ${kind}`;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "deliveryAddress", message }]);
}

const NEXT: Record<RedemptionStatus, readonly RedemptionStatus[]> = {
  PENDING: ["SHIPPED", "CANCELLED"],
  SHIPPED: ["DONE", "RETURNED", "PENDING"],
  DONE: ["RETURNED", "PENDING"],
  CANCELLED: [],
  RETURNED: [],
};

/**
 * A redemption goes forward, unless its parcel comes back. Example: SHIPPED → CANCELLED is refused.
 *
 * @throws DomainError REDEMPTION_STATUS_INVALID with the status it has
 */
export function checkStep(from: RedemptionStatus, to: RedemptionStatus): void {
  if (NEXT[from].includes(to)) return;
  throw new DomainError("REDEMPTION_STATUS_INVALID", { redemptionStatus: from, wanted: to });
}

/** What members see of it. Example: shelf({ onShelf: true, stock: 0 }) = "OUT_OF_STOCK". */
export function shelf({ onShelf, stock }: { onShelf: boolean; stock: number | null }) {
  if (!onShelf) return "OFF" as const;
  return stock === 0 ? ("OUT_OF_STOCK" as const) : ("ON" as const);
}

/** What of a reward decides how much it gives away. */
export interface Offer {
  kind: RewardKind;
  name: LocalizedText;
  pointsCost: number;
  stock: number | null;
  onShelf: boolean;
  benefitId: string | null;
  passUses: number | null;
  passDays: number | null;
  /** What a coupon issues, as it is judged. */
  couponVersionId: number | null;
}

/**
 * Pieces that a change puts on the shelf: all of them where it is another thing or costs less than
 * before; of a pass each use is one. Null where nobody puts so much there alone: no number of pieces, or
 * below the lowest price. Example: 5 pieces at 100 points, then 7 → 2; then 7 at 90 → 7; 5 passes of
 * 200 uses → 1000.
 */
export function addedPieces(before: Offer | null, after: Offer, costMin: number): number | null {
  if (!after.onShelf) return 0;
  const isAsBefore = before?.onShelf === true && isSameThing(before, after);
  const wasNoDearer = isAsBefore && before.pointsCost <= after.pointsCost;
  if (wasNoDearer && (before.stock === null || (after.stock ?? Infinity) <= before.stock)) return 0;
  if (after.stock === null || after.pointsCost < costMin) return null;
  const pieces = wasNoDearer ? after.stock - (before.stock ?? 0) : after.stock;
  return pieces * (after.passUses ?? 1);
}

const IDENTITY = ["kind", "benefitId", "passUses", "passDays", "couponVersionId"] as const;

function isSameThing(before: Offer, after: Offer): boolean {
  return (
    isSameText(before.name, after.name) && IDENTITY.every((field) => before[field] === after[field])
  );
}

/** The business month of a moment and when the next one begins. */
export function monthOf(now: Date, timeZone: string): { month: string; resetsAt: Date } {
  const month = businessDate(now, timeZone).slice(0, 7);
  return { month, resetsAt: startOfBusinessDate(addMonths(`${month}-01`, 1), timeZone) };
}

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A coupon's code from random bytes, without letters that are mistaken for others.
 * Sixteen of 32 letters are 80 bits.
 * Example: couponCode(new Uint8Array(16)) = "0000-0000-0000-0000".
 */
export function couponCode(bytes: Uint8Array): string {
  const text = Array.from(bytes.slice(0, 16), (byte) => LETTERS[byte % 32]).join("");
  return (text.match(/.{4}/g) ?? []).join("-");
}

/** A code as whoever must not use it sees it. Example: "AB12-CD34-EF56" → "••••-••••-EF56". */
export function maskedCode(code: string): string {
  return code.slice(0, -4).replace(/[^-]/g, "•") + code.slice(-4);
}

/**
 * How far a reward is: points that are missing, those of them that are on their way, and about what an
 * order comes to that brings the rest. Points that are owed are paid first.
 * Example: 1,800 points with 1,639 available, at 1 point a yuan and ×1.5 → 161 missing, ¥108.
 */
export function wayToGoal(
  pointsCost: number,
  { available, pending, owed }: { available: number; pending: number; owed: number },
  rate: { pointsPerYuan: number; multiplierPct: number },
): { missingPoints: number; pendingPoints: number; spendMinor: number | null } {
  const missingPoints = Math.max(0, pointsCost - available + owed);
  const pendingPoints = Math.min(missingPoints, pending);
  return {
    missingPoints,
    pendingPoints,
    spendMinor: spendFor(missingPoints - pendingPoints, rate),
  };
}
