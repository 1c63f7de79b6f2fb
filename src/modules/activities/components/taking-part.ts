import type { ActivityStatus, Effect, Joining } from "../schema/activity";
import type { ShownActivity } from "./shown-activity";

/** What a member does to get something of an activity. */
export type Trigger = "JOIN" | "EVERY_ORDER" | "EACH_ORDER" | "FIRST_ORDER" | "GOAL";

export function triggerOf(effect: Effect): Trigger {
  switch (effect.kind) {
    case "POINTS_MULTIPLIER":
      return "EVERY_ORDER";
    case "BONUS_POINTS":
      return effect.on;
    case "CHALLENGE":
      return "GOAL";
  }
}

/** The words (activities.how.…) of taking part, by what it takes. A bonus on joining is always joined by choice. */
const HOW = {
  JOIN: { CHOICE: "JOIN", AUTOMATIC: "JOIN" },
  EVERY_ORDER: { CHOICE: "EVERY_ORDER", AUTOMATIC: "EVERY_ORDER_AUTOMATIC" },
  EACH_ORDER: { CHOICE: "EACH_ORDER", AUTOMATIC: "EACH_ORDER_AUTOMATIC" },
  FIRST_ORDER: { CHOICE: "FIRST_ORDER", AUTOMATIC: "FIRST_ORDER_AUTOMATIC" },
  GOAL: { CHOICE: "GOAL", AUTOMATIC: "GOAL_AUTOMATIC" },
} as const satisfies Record<Trigger, Record<Joining, string>>;

/** How far it has come, for somebody: what is not published yet is put as if it were about to start. */
type Moment = "SCHEDULED" | "RUNNING" | "PAUSED" | "JOINED";

const MOMENTS: Record<Exclude<ActivityStatus, "ENDED">, Moment> = {
  DRAFT: "SCHEDULED",
  SCHEDULED: "SCHEDULED",
  RUNNING: "RUNNING",
  PAUSED: "PAUSED",
};

/** How one takes part now: the words' key with its moment, or that it is over. */
export function howOf({
  effect,
  joining,
  status,
  joined,
}: Pick<ShownActivity, "effect" | "joining" | "status" | "joined">) {
  if (status === "ENDED") return { key: "OVER", moment: "RUNNING" } as const;
  const key = HOW[triggerOf(effect)][joining];
  return { key, moment: joined ? "JOINED" : MOMENTS[status] } as const;
}

/** Places as they are told: what is left while it may be joined, how many were taken once it is over. */
export function placesOf({
  status,
  capacity,
  remainingCapacity,
}: Pick<ShownActivity, "status" | "capacity" | "remainingCapacity">) {
  if (capacity === null || remainingCapacity === null) return null;
  const left = Math.max(0, remainingCapacity);
  if (status === "ENDED") return { key: "taken", capacity, count: capacity - left } as const;
  if (left === 0) return { key: "full", capacity, count: 0 } as const;
  return { key: "left", capacity, count: left } as const;
}

/** Whether the button to join belongs beside it. */
export function canJoin({ joined, joining, eligible, status }: ShownActivity): boolean {
  return !joined && joining === "CHOICE" && eligible === true && status === "RUNNING";
}
