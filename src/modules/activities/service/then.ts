import type { Reader } from "@/platform/db";
import { grouped } from "@/platform/grouped";
import type { Member } from "../../members/service/members";
import { segmentsOfSpan } from "../../segments/service/segments";
import type { Ladder } from "../../tiers/schema";
import type { Plan } from "../rules/plan";
import { isWithin, periodOf } from "../rules/terms";
import { RUNNING_MAX } from "../store/activities";
import * as store from "../store/then";
import { type Adding, isAdding, knownOf, type Looked, openTo, planFor } from "./plan-order";
import { standingOf } from "./standing";

/** Activities as orders of a time met them, for orders that are priced again: nothing is charged by it. */

export interface ActivitiesThen {
  since: Date;
  timeZone: string;
  activities: readonly Adding[];
  pauses: readonly store.Pause[];
}

/** Those that add to orders and ran at some moment of a time, as they are by now. */
export async function activitiesThen(
  db: Reader,
  { since, until, timeZone }: { since: Date; until: Date; timeZone: string },
): Promise<ActivitiesThen> {
  const activities = (await store.ranWithin(db, since, until)).filter(isAdding);
  const pauses = await store.pausesOf(
    db,
    activities.map(({ id }) => id),
  );
  return { since, timeZone, activities, pauses };
}

/** What one member had of them. */
export interface PartsThen {
  joined: readonly store.JoinedThen[];
  used: readonly store.UsedThen[];
  /** That they are in by now. */
  segments: ReadonlySet<number>;
}

export const NO_PARTS: PartsThen = { joined: [], used: [], segments: new Set() };

/** The same of each member of a span who had any. */
export async function partsThen(
  db: Reader,
  { activities }: ActivitiesThen,
  span: { from: number; to: number },
): Promise<Map<number, PartsThen>> {
  const ids = activities.map(({ id }) => id);
  const joined = grouped(await store.joinedBy(db, span, ids), ({ memberId }) => memberId);
  const used = grouped(await store.usedBy(db, span, ids), ({ memberId }) => memberId);
  const named = activities.flatMap(({ segmentId }) =>
    segmentId === null ? [] : [Number(segmentId)],
  );
  const inside = await segmentsOfSpan(db, named, span);
  const members = new Set([...joined.keys(), ...used.keys(), ...inside.keys()]);
  return new Map(
    [...members].map((id) => {
      const segments = new Set(inside.get(id));
      return [id, { joined: joined.get(id) ?? [], used: used.get(id) ?? [], segments }];
    }),
  );
}

/** By how much each activity's budget is charged beyond what it was. */
export type Beyond = Map<number, number>;

export interface OrderThen extends Looked {
  orderRowId: number;
  paidAt: Date;
}

/**
 * What activities would have added to one member's orders by other rules, in their turn. What an activity
 * gave an order already is room for it; beyond that it takes of what the budget has left by now.
 */
export class AddedThen {
  private readonly orders = new Map<number, Date[]>();

  constructor(
    private readonly then: ActivitiesThen,
    private readonly parts: PartsThen,
    private readonly beyond: Beyond,
  ) {}

  /** @param looked asked for only where anything ran */
  planFor(
    paidAt: Date,
    looked: () => OrderThen,
    member: Pick<Member, "tierCode" | "status">,
    ladder: Ladder,
  ): Plan | null {
    const running = this.ranAt(paidAt).filter((activity) => this.isFree(activity, paidAt));
    if (running.length === 0) return null;
    const order = looked();
    const { orderRowId } = order;
    const { joined, used, segments } = this.parts;
    const standing = standingOf(member, ladder, segments);
    const known = used.filter((use) => use.orderRowId === orderRowId);
    const given = new Set(known.map(({ activityId }) => activityId));
    const open = openTo(running, { standing, ladder, joined, paidAt, given });
    const plan = planFor(open, order, known);
    this.charge(plan, known, paidAt);
    return plan.uses.length > 0 ? plan : null;
  }

  private ranAt(moment: Date): Adding[] {
    const { activities, pauses } = this.then;
    const isPaused = (id: number) =>
      pauses.some(
        ({ activityId, pausedAt, resumedAt }) =>
          activityId === id && pausedAt <= moment && (resumedAt === null || resumedAt > moment),
      );
    return activities
      .filter(({ id, startsAt, endsAt }) => endsAt > moment && startsAt <= moment && !isPaused(id))
      .slice(0, RUNNING_MAX)
      .map((activity) => {
        const pointsGiven = activity.pointsGiven + (this.beyond.get(activity.id) ?? 0);
        return { ...activity, pointsGiven };
      });
  }

  /** Within its hours, and some of it left for the member in its period: of orders before, as they were. */
  private isFree({ id, hours, frequency }: Adding, paidAt: Date): boolean {
    const { timeZone } = this.then;
    if (!isWithin(hours, paidAt, timeZone)) return false;
    if (frequency === null) return true;
    const { since, until } = periodOf(frequency.per, paidAt, timeZone);
    const isIn = (moment: Date) => moment >= since && moment < until;
    const before = this.parts.used.filter(
      (use) =>
        use.activityId === id &&
        use.paidAt < this.then.since &&
        use.points > use.returned &&
        isIn(use.paidAt),
    );
    const again = (this.orders.get(id) ?? []).filter(isIn);
    return before.length + again.length < frequency.limit;
  }

  private charge(plan: Plan, known: PartsThen["used"], paidAt: Date): void {
    for (const { id, points } of plan.uses) {
      this.orders.set(id, [...(this.orders.get(id) ?? []), paidAt]);
      this.move(id, points);
    }
    for (const { activityId } of known) {
      const { points, returned } = knownOf(known, activityId);
      this.move(activityId, returned - points);
    }
  }

  private move(activityId: number, points: number): void {
    this.beyond.set(activityId, (this.beyond.get(activityId) ?? 0) + points);
  }
}
