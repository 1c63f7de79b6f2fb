export interface StreakRules {
  checkInPoints: number;
  /** Every so many consecutive days bring the extra points. */
  streakDays: number;
  streakPoints: number;
}

/** Runs of days that are worth a word, whatever the rules pay for them. */
export const MILESTONES: readonly number[] = [7, 30, 100];

/**
 * A check-in earns its points once a day, and extra on every seventh consecutive day.
 * Example: after a streak of 6 days → day 7: 5 + 20 points.
 */
export function checkInPoints(
  streakBefore: number,
  rules: StreakRules,
): { streak: number; points: number; extra: number } {
  const streak = streakBefore + 1;
  const extra = streak % rules.streakDays === 0 ? rules.streakPoints : 0;
  return { streak, points: rules.checkInPoints + extra, extra };
}
