import { addDays } from "@/platform/business-time";

/** Somebody is active for so many days from each day on which they did something. */
export const ACTIVE_DAYS = 30;

/**
 * When a member begins and ceases to be active, by the days on which they did something: +1 and −1 by
 * day. The running sum over all members is how many were active within the 30 days that end on a day,
 * so that no page ever counts members. Example: days 1 and 11 → +1 on day 1, −1 on day 41.
 */
export function activeChanges(days: readonly string[]): Map<string, number> {
  const changes = new Map<string, number>();
  let until: string | null = null;
  for (const day of [...days].sort()) {
    if (until === null || day > until) {
      if (until !== null) add(changes, until, -1);
      add(changes, day, 1);
    }
    until = addDays(day, ACTIVE_DAYS);
  }
  if (until !== null) add(changes, until, -1);
  return changes;
}

/** What changes when a member's days do. Days further off than 30 make no difference. */
export function activeDifference(
  before: readonly string[],
  after: readonly string[],
): Map<string, number> {
  const changes = activeChanges(after);
  for (const [day, change] of activeChanges(before)) add(changes, day, -change);
  return changes;
}

function add(changes: Map<string, number>, day: string, change: number): void {
  changes.set(day, (changes.get(day) ?? 0) + change);
}
