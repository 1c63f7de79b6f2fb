import type { Bounds } from "./exposure";

const textOf = (value: number | null | undefined) => (value == null ? null : String(value));

/** What of an activity bounds its points, as a request shows it. */
export function boundsShown(bounds: Bounds): Record<string, string | null> {
  const { effect, capacity, pointsBudget, startsAt, endsAt, minTierCode, joining } = bounds;
  const paid: Record<string, string | null> =
    effect.kind === "POINTS_MULTIPLIER"
      ? { multiplierPct: textOf(effect.multiplierPct) }
      : { points: textOf(effect.points) };
  const window = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  const limits = { capacity: textOf(capacity), pointsBudget: textOf(pointsBudget) };
  return { ...paid, ...limits, ...window, minTierCode, joining, ...termsShown(bounds) };
}

/** Terms that are none are not shown; as JSON, which pages put into words. */
function termsShown({ scope, hours, frequency, stacking }: Bounds): Record<string, string> {
  const named = { orderScope: scope, hours, frequency };
  const told = Object.entries(named).filter(([, value]) => value !== null);
  const isPlain = stacking.mode === "HIGHEST";
  return Object.fromEntries(
    [...told, ...(isPlain ? [] : [["stacking", stacking] as const])].map(([field, value]) => [
      field,
      JSON.stringify(value),
    ]),
  );
}
