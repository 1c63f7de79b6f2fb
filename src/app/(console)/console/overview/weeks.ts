/**
 * Sums of seven days each, the last ending with the last day; the first may be shorter. What a year
 * of days hides in its ups and downs can be seen from week to week.
 * Example: 15 days of 1 → 1, 7, 7.
 */
export function weeksOf<Name extends string>(
  days: readonly ({ date: string } & Record<Name, number>)[],
  names: readonly Name[],
): ({ date: string } & Record<Name, number>)[] {
  const weeks: ({ date: string } & Record<Name, number>)[] = [];
  for (let end = days.length; end > 0; end -= 7) {
    const week = days.slice(Math.max(0, end - 7), end);
    const first = week[0];
    if (!first) break;
    const sums = { ...first };
    for (const name of names) {
      Object.assign(sums, { [name]: week.reduce((sum, day) => sum + day[name], 0) });
    }
    weeks.unshift(sums);
  }
  return weeks;
}
