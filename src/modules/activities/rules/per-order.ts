import type { Effect } from "../schema/activity";

export type PerOrder = Extract<Effect, { kind: "POINTS_MULTIPLIER" | "BONUS_POINTS" }>;

/** Whether an effect adds to each order by itself; the others are earned once by a member. */
export function isPerOrder(effect: Effect): effect is PerOrder {
  return (
    effect.kind === "POINTS_MULTIPLIER" ||
    (effect.kind === "BONUS_POINTS" && effect.on === "EACH_ORDER")
  );
}
