import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import { linesInScope } from "../../orders/rules/lines";
import type { Cart } from "../../orders/schema/cart";
import type { EarningPart } from "../../points/rules/goods";
import type { Raise } from "../../points/rules/order-figures";
import type { Account } from "../../points/service/account";
import type { Ladder } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";
import { budgetLeft } from "../rules/pace";
import { isPerOrder, type PerOrder } from "../rules/per-order";
import { type Candidate, keptWeights, type Plan, planActivities } from "../rules/plan";
import { notEligible, type Standing } from "../rules/take-part";
import { isWithin, periodOf } from "../rules/terms";
import { type ActivityRow, ranAt as activitiesAt, count, lockAll } from "../store/activities";
import * as store from "../store/participations";
import { countUses, insertUse } from "../store/uses";
import { tellPaces } from "./pace";
import { joinTermsOf, named, ranAt, standingOf } from "./standing";
import { tell } from "./tell";

/** An order as activities look at it. */
export interface Looked extends Pick<Cart, "channel" | "store"> {
  parts: readonly EarningPart[];
  /** What multiplies the order already, 100 for nothing: the highest counts more than that. */
  otherPct: number;
  /** The order's points with so much added. */
  pointsAt: (raise: Raise) => number;
}

export interface OrderFacts extends Looked {
  orderRowId: number;
  orderId: string;
  paidAt: Date;
  /** What was paid for each line; none where the order was told without lines. */
  paid: readonly number[];
}

type Adding = ActivityRow & { effect: PerOrder };

const isAdding = (activity: ActivityRow): activity is Adding => isPerOrder(activity.effect);

/** Which parts of an order an activity is about; the freight only where it is about everything. */
function hitsOf({ scope }: ActivityRow, { parts, channel, store: shop }: Looked): boolean[] {
  if (scope === null) return parts.map(() => true);
  const lines = parts.flatMap(({ line }) => line ?? []);
  const hit = new Set(linesInScope({ lines, channel, store: shop }, scope));
  return parts.map(({ line }) => line !== null && hit.has(line));
}

/** The moment of the order counts: who joined by choice after it joined too late for it. */
function takesPart(
  activity: ActivityRow,
  part: store.ParticipationRow | undefined,
  paidAt: Date,
): boolean {
  return activity.joining === "AUTOMATIC" || (part !== undefined && part.joinedAt <= paidAt);
}

interface Around {
  standing: Standing;
  ladder: Ladder;
  joined: readonly store.ParticipationRow[];
  paidAt: Date;
}

interface Standable {
  activity: Adding;
  part: store.ParticipationRow | undefined;
}

/** Those of the activities that a member's order may have. */
function openTo(activities: readonly Adding[], around: Around): Standable[] {
  const { standing, ladder, joined, paidAt } = around;
  return activities
    .map((activity) => ({
      activity,
      part: joined.find((row) => row.activityId === activity.id),
    }))
    .filter(
      ({ activity, part }) =>
        takesPart(activity, part, paidAt) &&
        (part !== undefined || notEligible(joinTermsOf(activity, ladder), standing) === null),
    );
}

function planFor(open: readonly Standable[], order: Looked): Plan {
  const candidates = open.map(
    ({ activity }): Candidate => ({
      id: activity.id,
      effect: activity.effect,
      stacking: activity.stacking,
      hits: hitsOf(activity, order),
      room: budgetLeft(activity),
    }),
  );
  return planActivities({ ...order, candidates });
}

/** Those whose hours an order's moment is in, and of which the member may still have some in the period. */
async function inTime(
  { db }: Pick<View, "db">,
  activities: readonly ActivityRow[],
  { memberId, paidAt, timeZone }: { memberId: number; paidAt: Date; timeZone: string },
): Promise<Adding[]> {
  const now = activities.filter(isAdding).filter(({ hours }) => isWithin(hours, paidAt, timeZone));
  const free = await Promise.all(
    now.map(async ({ id, frequency }) => {
      if (frequency === null) return true;
      const period = periodOf(frequency.per, paidAt, timeZone);
      return (await countUses(db, { memberId, activityId: id }, period)) < frequency.limit;
    }),
  );
  return now.filter((_, at) => free[at]);
}

/** Their rows as they are now, and held, where a place or points may be taken off them. */
async function locked(work: Work, open: readonly Standable[]): Promise<Standable[]> {
  const limited = open.filter(
    ({ activity, part }) => activity.pointsBudget !== null || (activity.capacity !== null && !part),
  );
  const rows = await lockAll(
    work.tx,
    limited.map(({ activity }) => activity.id),
  );
  const counters = new Map(rows.map((row) => [row.id, row]));
  return open.map(({ activity, part }) => {
    const row = counters.get(activity.id);
    if (!row) return { activity, part };
    const { joinedCount, pointsGiven, pacedPct, capacity, pointsBudget } = row;
    const limits = { joinedCount, pointsGiven, pacedPct, capacity, pointsBudget };
    return { activity: { ...activity, ...limits }, part };
  });
}

/** What activities add to an order, and how its entry says it. */
export interface Multiplied extends Plan {
  breakdown: Record<string, unknown>;
}

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
  const { paidAt } = order;
  const { member, program } = account;
  const running = (await ranAt(work, paidAt)).filter((activity) =>
    isAdding(activity) ? hitsOf(activity, order).some(Boolean) : false,
  );
  if (running.length === 0) return null;
  const about = { memberId: member.id, paidAt, timeZone: program.timeZone };
  const [activities, ladder, joined] = await Promise.all([
    inTime(work, running, about),
    ladderOf(work),
    store.participationsOf(
      work.tx,
      member.id,
      running.map(({ id }) => id),
    ),
  ]);
  const around = { standing: standingOf(member, ladder), ladder, joined, paidAt };
  const held = await locked(work, openTo(activities, around));
  const open = openTo(
    held.map(({ activity }) => activity),
    around,
  );
  const plan = planFor(open, order);
  if (plan.uses.length === 0) return null;
  for (const use of plan.uses) {
    const own = open.find(({ activity }) => activity.id === use.id);
    if (own) await carryOut(work, account, order, { ...own, use });
  }
  return { ...plan, breakdown: saidOf(plan, open, order) };
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
  insertUse(work.tx, { orderRowId, activityId: activity.id, memberId, paidAt, points, weights });
  tell(work, account, activity, { orderId, points });
}

/** More lines than this are told by their number alone. */
const LINES_SAID = 20;

/** One that multiplied the order as a whole is said as such; else which added what on which lines. */
function saidOf(
  plan: Plan,
  open: readonly Standable[],
  { parts }: Looked,
): Record<string, unknown> {
  const said = plan.uses.flatMap((use) => {
    const own = open.find(({ activity }) => activity.id === use.id);
    if (!own) return [];
    const { effect } = own.activity;
    const what =
      effect.kind === "POINTS_MULTIPLIER"
        ? { multiplierPct: effect.multiplierPct }
        : { bonus: effect.points };
    return [{ ...named(own.activity), ...what, points: use.points, ...linesSaid(use, parts) }];
  });
  const [only] = said;
  if (only && said.length === 1 && "multiplierPct" in only && plan.replaces) {
    const { lines: _, lineIds: __, ...activity } = only;
    return { activity };
  }
  return { activities: said };
}

function linesSaid({ parts: on }: Plan["uses"][number], parts: readonly EarningPart[]) {
  const lineIds = on.flatMap((at) => parts[at]?.lineId || []);
  return { lines: lineIds.length, lineIds: lineIds.slice(0, LINES_SAID) };
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
  const [ladder, joined] = await Promise.all([
    ladderOf(view),
    store.participationsOf(db, member.id, ids),
  ]);
  const active = member.status === "ACTIVE";
  return ({ rank, ...order }) => {
    const open = openTo(activities, { standing: { rank, active }, ladder, joined, paidAt: now });
    return order.pointsAt(planFor(open, order));
  };
}
