import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { linesInScope } from "../../orders/rules/lines";
import type { Cart } from "../../orders/schema/cart";
import type { EarningPart } from "../../points/rules/goods";
import type { Raise } from "../../points/rules/order-figures";
import type { Account } from "../../points/service/account";
import type { Ladder } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";
import { budgetLeft } from "../rules/pace";
import { isPerOrder, type PerOrder } from "../rules/per-order";
import { type Candidate, type Plan, planActivities } from "../rules/plan";
import { isOutside, notEligible, type Standing } from "../rules/take-part";
import { isWithin, periodOf } from "../rules/terms";
import { type ActivityRow, lockAll } from "../store/activities";
import * as store from "../store/participations";
import { countUses } from "../store/uses";
import { joinTermsOf, named, ranAt, segmentsFor, standingOf } from "./standing";

/** Which activities add what to an order, by what they are and what is left of their limits. */

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

export type Adding = ActivityRow & { effect: PerOrder };

export const isAdding = (activity: ActivityRow): activity is Adding => isPerOrder(activity.effect);

/** Which parts of an order an activity is about; the freight only where it is about everything. */
function hitsOf({ scope }: ActivityRow, { parts, channel, store: shop }: Looked): boolean[] {
  if (scope === null) return parts.map(() => true);
  const lines = parts.flatMap(({ line }) => line ?? []);
  const hit = new Set(linesInScope({ lines, channel, store: shop }, scope));
  return parts.map(({ line }) => line !== null && hit.has(line));
}

/** The moment of the order counts: who joined by choice after it joined too late for it. */
function takesPart(activity: ActivityRow, part: Joined | undefined, paidAt: Date): boolean {
  return activity.joining === "AUTOMATIC" || (part !== undefined && part.joinedAt <= paidAt);
}

/** What an activity gives an order that is edited, and what of it came back. */
export interface KnownUse {
  activityId: number;
  points: number;
  returned: number;
}

export const knownOf = (known: readonly KnownUse[], activityId: number): KnownUse =>
  known.find((use) => use.activityId === activityId) ?? { activityId, points: 0, returned: 0 };

type Joined = Pick<store.ParticipationRow, "activityId" | "joinedAt">;

interface Around {
  standing: Standing;
  /** Activities that gave the order something already: they do so whoever is in which segment by now. */
  given?: ReadonlySet<number>;
  ladder: Ladder;
  joined: readonly Joined[];
  paidAt: Date;
}

export interface Standable {
  activity: Adding;
  part: Joined | undefined;
}

/** Who joined by choice was promised what it gives; else the segment is asked with each order. */
const isForThem = (activity: ActivityRow, standing: Standing) =>
  activity.joining === "CHOICE" || !isOutside(activity, standing);

/** Those of the activities that a member's order may have. */
export function openTo(activities: readonly Adding[], around: Around): Standable[] {
  const { standing, ladder, joined, paidAt, given } = around;
  return activities
    .map((activity) => ({
      activity,
      part: joined.find((row) => row.activityId === activity.id),
    }))
    .filter(
      ({ activity, part }) =>
        takesPart(activity, part, paidAt) &&
        (given?.has(activity.id) || isForThem(activity, standing)) &&
        (part !== undefined || notEligible(joinTermsOf(activity, ladder), standing) === null),
    );
}

export function planFor(
  open: readonly Standable[],
  order: Looked,
  known: readonly KnownUse[] = [],
): Plan {
  const candidates = open.map(({ activity }): Candidate => {
    const { points: given, returned } = knownOf(known, activity.id);
    return {
      ...{ id: activity.id, effect: activity.effect, stacking: activity.stacking, given },
      hits: hitsOf(activity, order),
      room: budgetLeft(activity) + given - returned,
    };
  });
  return planActivities({ ...order, candidates });
}

/** Those whose hours an order's moment is in, and of which the member may still have some in the period. */
export async function inTime(
  { db }: Pick<View, "db">,
  activities: readonly ActivityRow[],
  order: {
    memberId: number;
    paidAt: Date;
    timeZone: string;
    exceptOrderRowId?: number | undefined;
  },
): Promise<Adding[]> {
  const { memberId, paidAt, timeZone, exceptOrderRowId } = order;
  const now = activities.filter(isAdding).filter(({ hours }) => isWithin(hours, paidAt, timeZone));
  const free = await Promise.all(
    now.map(async ({ id, frequency }) => {
      if (frequency === null) return true;
      const period = periodOf(frequency.per, paidAt, timeZone);
      const about = { memberId, activityId: id, exceptOrderRowId };
      return (await countUses(db, about, period)) < frequency.limit;
    }),
  );
  return now.filter((_, at) => free[at]);
}

/** Their rows as they are now, and held, where a place or points may be taken off them. */
async function locked(
  work: Work,
  open: readonly Standable[],
  also: readonly number[],
): Promise<Standable[]> {
  const limited = open.filter(
    ({ activity, part }) => activity.pointsBudget !== null || (activity.capacity !== null && !part),
  );
  const ids = new Set([...limited.map(({ activity }) => activity.id), ...also]);
  const rows = await lockAll(work.tx, [...ids]);
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

export interface Planned {
  plan: Plan;
  /** Of which the order may have something, as they are now. */
  open: readonly Standable[];
}

/** An order that is edited: what it has by now is planned anew, and counts as if it were not given yet. */
export interface Again {
  known: readonly KnownUse[];
  /** The activities with a limit that gave it something. */
  limited: readonly number[];
}

/** Plans what the activities add that ran when an order was paid, and holds the rows of their limits. */
export async function planOrder(
  work: Work,
  { member, program }: Account,
  order: OrderFacts,
  again?: Again,
): Promise<Planned | null> {
  const { paidAt } = order;
  const running = (await ranAt(work, paidAt)).filter((activity) =>
    isAdding(activity) ? hitsOf(activity, order).some(Boolean) : false,
  );
  if (running.length === 0 && !again) return null;
  const exceptOrderRowId = again ? order.orderRowId : undefined;
  const about = { memberId: member.id, paidAt, timeZone: program.timeZone, exceptOrderRowId };
  const [activities, ladder, joined, segments] = await Promise.all([
    inTime(work, running, about),
    ladderOf(work),
    store.participationsOf(
      work.tx,
      member.id,
      running.map(({ id }) => id),
    ),
    segmentsFor(work.tx, member.id, running),
  ]);
  const given = new Set(again?.known.map(({ activityId }) => activityId));
  const standing = standingOf(member, ladder, segments);
  const around = { standing, ladder, joined, paidAt, given };
  const held = await locked(work, openTo(activities, around), again?.limited ?? []);
  const open = openTo(
    held.map(({ activity }) => activity),
    around,
  );
  return { plan: planFor(open, order, again?.known), open };
}

/** The plan, and how the order's entry says it; null where none adds points. */
export function multipliedBy({ plan, open }: Planned, order: Looked): Multiplied | null {
  if (plan.uses.length === 0) return null;
  return { ...plan, breakdown: saidOf(plan, open, order) };
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
