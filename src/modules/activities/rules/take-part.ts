import type { Joining, UnavailableReason } from "../schema/activity";
import { isBudgetSpent, isFull, type Limits, type Schedule, statusAt } from "./window";

export interface Standing {
  /** Of the member's tier; an unknown tier is below all. */
  rank: number;
  active: boolean;
  /** The segments that the member is in. */
  segments: ReadonlySet<number>;
}

export interface JoinTerms extends Schedule, Limits {
  joining: Joining;
  /** Null where every tier may; a tier that is gone lets nobody in. */
  minRank: number | null;
  /** Null where everybody may; nobody is in one that is archived. */
  segmentId: string | null;
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
  if (isOutside(activity, member)) return "NOT_IN_SEGMENT";
  if (isFull(activity)) return "FULL";
  return outOf(activity);
}

/** Whether it is for others. */
export function isOutside(
  { segmentId }: Pick<JoinTerms, "segmentId">,
  { segments }: Pick<Standing, "segments">,
): boolean {
  return segmentId !== null && !segments.has(Number(segmentId));
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
