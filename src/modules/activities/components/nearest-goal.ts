import type { ShownActivity } from "./shown-activity";

/** What is still missing until a challenge gives its points, its coupon, or both. */
export interface NearestGoal {
  activityId: string;
  title: string;
  points: number;
  coupon: string | null;
  missing: { goal: "ORDERS" | "SPEND"; amount: number };
  /** An order below it counts for nothing; 0 for any. */
  orderMinimumMinor: number;
  /** Not every order counts: certain goods, channels, hours or so many alone. */
  isOfSomeOrders: boolean;
}

/**
 * The challenge that one takes part in, can still get the points of, and is furthest on with; of two that are equally far the one
 * that is over first. Example: 2 of 3 orders before ¥100 of ¥400.
 */
export function nearestGoal(activities: readonly ShownActivity[]): NearestGoal | null {
  const open = activities
    .filter(({ status, progress }) => status === "RUNNING" && progress && !progress.reached)
    .filter(({ joined, joining }) => joined || joining === "AUTOMATIC")
    .filter(({ eligible }) => eligible === true)
    .flatMap((activity) => {
      const { effect, progress } = activity;
      return effect.kind === "CHALLENGE" && progress ? [{ activity, effect, progress }] : [];
    });
  const [first] = open.sort(
    (a, b) =>
      b.progress.progressPct - a.progress.progressPct ||
      a.activity.endsAt.localeCompare(b.activity.endsAt),
  );
  if (!first) return null;
  const { activity, effect, progress } = first;
  const made = effect.goal === "ORDERS" ? progress.orders : progress.spendMinor;
  return {
    activityId: activity.activityId,
    title: activity.title,
    points: effect.points,
    coupon: activity.coupon,
    missing: { goal: effect.goal, amount: Math.max(0, progress.target - made) },
    orderMinimumMinor: effect.orderMinimumMinor,
    isOfSomeOrders:
      activity.scope !== null || activity.hours !== null || activity.frequency !== null,
  };
}
