import type { Joining, UnavailableReason } from "../schema/activity";
import { isBudgetSpent, isFull, type Limits, type Schedule, statusAt } from "./window";

export interface Standing {
  /** Of the member's tier; an unknown tier is below all. */
  rank: number;
  active: boolean;
}

export interface JoinTerms extends Schedule, Limits {
  joining: Joining;
  /** Null where every tier may; a tier that is gone lets nobody in. */
  minRank: number | null;
  /** Its coupon is switched off, or over. */
  couponOver?: boolean;
}

/** The first reason why a member can't take part in an activity now, or null. */
export function unavailableFor(
  activity: JoinTerms,
  member: Standing,
  now: Date,
): UnavailableReason | null {
  switch (statusAt(activity, now)) {
    case "ENDED":
      return "ENDED";
    case "PAUSED":
      return "PAUSED";
    case "DRAFT":
    case "SCHEDULED":
      return "NOT_STARTED";
    case "RUNNING":
      return notEligible(activity, member);
  }
}

/** The reasons that have nothing to do with the moment. */
export function notEligible(activity: JoinTerms, member: Standing): UnavailableReason | null {
  if (!member.active) return "MEMBER_STATUS_INVALID";
  if (activity.minRank !== null && member.rank < activity.minRank) return "TIER_TOO_LOW";
  if (isFull(activity)) return "FULL";
  return outOf(activity);
}

/** Why somebody who takes part already gets nothing more of it now, or null. */
export function unavailableToParticipant(activity: JoinTerms, now: Date): UnavailableReason | null {
  const status = statusAt(activity, now);
  if (status === "ENDED" || status === "PAUSED") return status;
  return outOf(activity);
}

/** What there is nothing left of. */
function outOf(activity: JoinTerms): UnavailableReason | null {
  if (isBudgetSpent(activity)) return "BUDGET_SPENT";
  return activity.couponOver ? "COUPON_UNAVAILABLE" : null;
}
