import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import type { Account } from "../../points/service/account";
import { ladderOf } from "../../tiers/service/ladder";
import { keptWeights, type Plan } from "../rules/plan";
import { ranAt as activitiesAt, count } from "../store/activities";
import * as store from "../store/participations";
import { insertUse } from "../store/uses";
import { tellPaces } from "./pace";
import {
  inTime,
  type Looked,
  type Multiplied,
  multipliedBy,
  type OrderFacts,
  openTo,
  planFor,
  planOrder,
  type Standable,
} from "./plan-order";
import { segmentsFor } from "./standing";
import { tell } from "./tell";

/**
 * What the activities add that ran when the order was paid and that the member took part in by then. What
 * each adds is charged to its budget, all of it or none.
 *
 * @returns null where none adds points
 */
export async function multiplyByActivity(
  work: Work,
  account: Account,
  order: OrderFacts,
): Promise<Multiplied | null> {
  const planned = await planOrder(work, account, order);
  if (planned === null) return null;
  for (const use of planned.plan.uses) {
    const own = planned.open.find(({ activity }) => activity.id === use.id);
    if (own) await carryOut(work, account, order, { ...own, use });
  }
  return multipliedBy(planned, order);
}

interface Carried extends Standable {
  use: Plan["uses"][number];
}

async function carryOut(
  work: Work,
  account: Account,
  { orderRowId, orderId, paidAt, paid }: OrderFacts,
  { activity, part, use }: Carried,
): Promise<void> {
  const { points } = use;
  const demand = { activityId: activity.id, places: part ? 0 : 1, points } as const;
  if (activity.capacity === null && activity.pointsBudget === null) {
    work.atEnd(() => count(work.tx, demand));
  } else {
    count(work.tx, demand);
    tellPaces(work, { ...activity, pointsGiven: activity.pointsGiven + points });
  }
  const { id: memberId } = account.member;
  if (!part) await store.insertParticipation(work.tx, activity.id, memberId, work.now);
  const weights = keptWeights(use, paid);
  const about = { orderRowId, activityId: activity.id, memberId, paidAt };
  insertUse(work.tx, { ...about, points, returned: 0, weights });
  tell(work, account, activity, { orderId, points, couponIds: [] });
}

export interface PreviewFacts extends Looked {
  /** The tier that is looked at, the member's own or the next. */
  rank: number;
}

/** What an order that a member paid for now would earn, as things stand; nothing is charged. */
export async function previewMultiplier(
  view: View,
  member: Member,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<(facts: PreviewFacts) => number> {
  const { db } = view;
  const about = { memberId: member.id, paidAt: now, timeZone };
  const activities = await inTime(view, await activitiesAt(db, now), about);
  const ids = activities.map(({ id }) => id);
  const [ladder, joined, segments] = await Promise.all([
    ladderOf(view),
    store.participationsOf(db, member.id, ids),
    segmentsFor(db, member.id, activities),
  ]);
  const active = member.status === "ACTIVE";
  return ({ rank, ...order }) => {
    const standing = { rank, active, segments };
    const open = openTo(activities, { standing, ladder, joined, paidAt: now });
    return order.pointsAt(planFor(open, order));
  };
}
