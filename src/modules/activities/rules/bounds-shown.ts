import { HIGHEST } from "../schema/terms";
import type { Bounds } from "./exposure";

const textOf = (value: number | null | undefined) => (value == null ? null : String(value));

/** What of an activity bounds its points, as a request shows it. */
function boundsShown(bounds: Bounds): Record<string, string | null> {
  const { effect, capacity, pointsBudget, startsAt, endsAt, minTierCode, joining } = bounds;
  const paid: Record<string, string | null> =
    effect.kind === "POINTS_MULTIPLIER"
      ? { multiplierPct: textOf(effect.multiplierPct) }
      : // Once for a member or with each order, from which amount, for what: the points alone don't say.
        { points: textOf(effect.points), effect: JSON.stringify(effect) };
  const window = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  const limits = { capacity: textOf(capacity), pointsBudget: textOf(pointsBudget) };
  return { ...paid, ...limits, ...window, minTierCode, joining, ...termsShown(bounds) };
}

/** Of a term that goes there is something to show too: without it more is let in. */
const TERMS = ["orderScope", "hours", "frequency", "stacking"];

/** What a request changes, field by field. */
export function boundsChanged(before: Bounds | null, after: Bounds) {
  const [was, is] = [before ? boundsShown(before) : {}, boundsShown(after)];
  const gone = TERMS.filter((field) => was[field] !== undefined && is[field] === undefined);
  const plain = (field: string) => (field === "stacking" ? JSON.stringify(HIGHEST) : null);
  return [...Object.keys(is), ...gone].map((field) => ({
    field,
    before: was[field] ?? (before && plain(field)),
    after: is[field] ?? plain(field),
  }));
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
