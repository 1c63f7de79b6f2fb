import type { ActivityAction, ActivityStatus, Effect } from "../schema/activity";
import { budgetLeft } from "./pace";

/** What an activity's row says about when it runs. */
export interface Schedule {
  status: ActivityStatus;
  startsAt: Date;
  endsAt: Date;
}

/**
 * What an activity is at a moment: it starts and ends by itself at its exact moments, whatever a job
 * has written. Example: published for 1–8 June, looked at on 8 June 00:00 → ENDED.
 */
export function statusAt({ status, startsAt, endsAt }: Schedule, now: Date): ActivityStatus {
  if (status === "DRAFT" || status === "ENDED") return status;
  if (now >= endsAt) return "ENDED";
  if (status === "PAUSED") return "PAUSED";
  return now < startsAt ? "SCHEDULED" : "RUNNING";
}

const FROM: Record<ActivityAction, readonly ActivityStatus[]> = {
  publish: ["DRAFT"],
  pause: ["SCHEDULED", "RUNNING"],
  resume: ["PAUSED"],
  end: ["SCHEDULED", "RUNNING", "PAUSED"],
};

/** Whether an operator may do it to an activity that is in this status. */
export function mayAct(action: ActivityAction, status: ActivityStatus): boolean {
  return FROM[action].includes(status);
}

export interface Limits {
  effect: Effect;
  /** What its coupon counts in the budget. */
  couponPoints: number | null;
  capacity: number | null;
  joinedCount: number;
  pointsBudget: number | null;
  pointsGiven: number;
}

/**
 * What one award costs the budget: its points, and what its coupon is worth at most in points. A
 * multiplier's depends on the order and is one point at least.
 */
export function awardCost({
  effect,
  couponPoints,
}: Pick<Limits, "effect" | "couponPoints">): number {
  return effect.kind === "POINTS_MULTIPLIER" ? 1 : effect.points + (couponPoints ?? 0);
}

/**
 * An award is given whole or not at all. Example: budget 1,000, given 950, a bonus of 100 → spent.
 */
export function isBudgetSpent(limits: Limits): boolean {
  return awardCost(limits) > budgetLeft(limits);
}

export function isFull({ capacity, joinedCount }: Limits): boolean {
  return capacity !== null && joinedCount >= capacity;
}

export function remainingCapacity({ capacity, joinedCount }: Limits): number | null {
  return capacity === null ? null : capacity - joinedCount;
}
