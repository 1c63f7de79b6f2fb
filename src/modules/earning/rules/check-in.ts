export interface StreakRules {
  checkInPoints: number;
  /** Every so many consecutive days bring the extra points. */
  streakDays: number;
  streakPoints: number;
}

/**
 * A missed day that is made up joins the run before it to the days after it, and brings no points of its
 * own: the extra alone, where the joined run has one whole round more than its two parts had. That is one at
 * most, and all in all never more than the same days had brought one by one.
 * Example: after 3 days, before 3 more, by rounds of 7 → the seventh day: 20 points.
 */
export function madeUpPoints(
  { before, after }: { before: number; after: number },
  { streakDays, streakPoints }: Pick<StreakRules, "streakDays" | "streakPoints">,
): { streak: number; extra: number } {
  const rounds = (days: number) => Math.floor(days / streakDays);
  const streak = before + 1 + after;
  return { streak, extra: (rounds(streak) - rounds(before) - rounds(after)) * streakPoints };
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
