import type { NewActivity } from "@/modules/activities/schema/activity";
import { createActivity } from "@/modules/activities/service/manage";
import { completeOrder } from "@/modules/purchases/service/complete";
import { reader } from "@/platform/db";
import { at } from "./actors";
import { fresh } from "./factories";

/** The window of the tests' activities: two weeks of June in Shanghai. */
export const OPENS = new Date("2026-06-01T00:00:00+08:00");
export const CLOSES = new Date("2026-06-15T00:00:00+08:00");
/** Noon of a day of June in Shanghai. */
export const june = (day: number) =>
  new Date(`2026-06-${String(day).padStart(2, "0")}T12:00:00+08:00`);

const PUBLISHED = new Date("2026-05-20T00:00:00Z");

export const PLAIN_ACTIVITY: NewActivity = {
  title: "会员周",
  titleEn: "Members’ week",
  description: "每天都有惊喜。",
  descriptionEn: "Something every day.",
  startsAt: OPENS,
  endsAt: CLOSES,
  image: null,
  effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
  minTierCode: null,
  joining: "CHOICE",
  capacity: null,
  pointsBudget: null,
  scope: null,
  hours: null,
  frequency: null,
  stacking: { mode: "HIGHEST" },
  segmentId: null,
};

export const JOIN_BONUS = {
  kind: "BONUS_POINTS",
  on: "JOIN",
  points: 100,
  orderMinimumMinor: 0,
} as const;

/** An activity published before its window. */
export async function activity(
  changes: Partial<NewActivity> = {},
  published = true,
): Promise<number> {
  const wanted = { ...PLAIN_ACTIVITY, ...changes };
  const made = await at(PUBLISHED, (work) => createActivity(work, wanted, published));
  return made.activityId;
}

export interface Paid {
  yuan: number;
  paidAt: Date;
  /** When the event arrives; at the moment of payment unless told. */
  now?: Date;
  orderId?: string;
}

export async function paid(memberId: number, { yuan, paidAt, now = paidAt, orderId }: Paid) {
  const order = {
    orderId: orderId ?? fresh("o"),
    paidAmountMinor: Math.round(yuan * 100),
    paidAt,
  };
  const result = await at(now, (work) => completeOrder(work, { memberId }, order));
  return { orderId: order.orderId, ...result };
}

export interface Counters {
  joinedCount: number;
  pointsGiven: number;
}

export async function countersOf(activityId: number): Promise<Counters | undefined> {
  return reader.row<Counters>("SELECT joinedCount, pointsGiven FROM activity WHERE id = ?", [
    activityId,
  ]);
}

/** What a member's entries say about activities, the oldest first. */
export function activityEntries(memberId: number) {
  return reader.rows<{ type: string; points: number; referenceId: string }>(
    `SELECT type, referenceId,
        availableDelta + pendingDelta + frozenDelta - owedDelta AS points
       FROM points_entry WHERE memberId = ? AND referenceType = 'ACTIVITY' ORDER BY id`,
    [memberId],
  );
}
