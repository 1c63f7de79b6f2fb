/** How far a budget has gone: pure, over its figures. */

export const PACES = [50, 80, 100] as const;
export type Pace = (typeof PACES)[number];

/** A budget of which so much is given, and an activity that ends within so many days, is looked at by somebody. */
export const NEARLY_SPENT_PCT = 80;
export const ENDING_DAYS = 3;

interface Given {
  pointsBudget: number | null;
  pointsGiven: number;
}

/** What is left of it; without a budget there is no end. */
export function budgetLeft({ pointsBudget, pointsGiven }: Given): number {
  return pointsBudget === null ? Number.POSITIVE_INFINITY : pointsBudget - pointsGiven;
}

/** The highest step that is reached, 0 for none. Example: 799 of 1000 → 50. */
export function paceOf({ pointsBudget, pointsGiven }: Given): 0 | Pace {
  if (pointsBudget === null) return 0;
  const charged = BigInt(pointsGiven) * 100n;
  const reached = PACES.filter((pct) => charged >= BigInt(pointsBudget) * BigInt(pct));
  return reached.at(-1) ?? 0;
}

/** Steps that were reached and not told yet. What came back to the budget makes none anew. */
export function newPaces(given: Given & { pacedPct: number }): Pace[] {
  const now = paceOf(given);
  return PACES.filter((pct) => pct > given.pacedPct && pct <= now);
}
