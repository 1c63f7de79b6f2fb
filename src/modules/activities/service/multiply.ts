import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import type { Account } from "../../points/service/account";
import { ladderOf } from "../../tiers/service/ladder";
import { activityEvent } from "../events";
import { notEligible } from "../rules/take-part";
import { type ActivityRow, ranAt as activitiesAt, find } from "../store/activities";
import * as store from "../store/participations";
import { claim } from "./claim";
import { joinTermsOf, named, ranAt, standingOf } from "./standing";

export interface MultiplyFacts {
  orderId: string;
  paidAt: Date;
  /** What multiplies the order already, 100 for nothing: only more than that counts. */
  otherPct: number;
  /** The order's points under a multiplier. */
  pointsAt: (multiplierPct: number) => number;
}

export interface Multiplied {
  activityId: number;
  multiplierPct: number;
  breakdown: Record<string, unknown>;
}

type Multiplier = ActivityRow & { effect: { kind: "POINTS_MULTIPLIER" } };

const isMultiplier = (activity: ActivityRow): activity is Multiplier =>
  activity.effect.kind === "POINTS_MULTIPLIER";

/** Multipliers above what an order has already, in the order in which they are tried. */
function highestFirst(activities: readonly ActivityRow[], otherPct: number): Multiplier[] {
  return activities
    .filter(isMultiplier)
    .filter(({ effect }) => effect.multiplierPct > otherPct)
    .sort((a, b) => b.effect.multiplierPct - a.effect.multiplierPct || a.id - b.id);
}

/** The moment of the order counts: who joined by choice after it joined too late for it. */
function takesPart(
  activity: ActivityRow,
  part: store.ParticipationRow | undefined,
  paidAt: Date,
): boolean {
  return activity.joining === "AUTOMATIC" || (part !== undefined && part.joinedAt <= paidAt);
}

/**
 * The highest multiplier of the activities that ran when the order was paid and that the member took
 * part in by then. The extra points are charged to its budget, all of them or none: one that can't
 * pay this order leaves it to the next lower.
 *
 * @returns null where none raises the order's points
 */
export async function multiplyByActivity(
  work: Work,
  account: Account,
  facts: MultiplyFacts,
): Promise<Multiplied | null> {
  const { paidAt, otherPct, pointsAt } = facts;
  const higher = highestFirst(await ranAt(work, paidAt), otherPct);
  if (higher.length === 0) return null;
  const ids = higher.map(({ id }) => id);
  const [ladder, joined] = await Promise.all([
    ladderOf(work),
    store.participationsOf(work.tx, account.member.id, ids),
  ]);
  const standing = standingOf(account.member, ladder);
  for (const activity of higher) {
    const { multiplierPct } = activity.effect;
    const points = pointsAt(multiplierPct) - pointsAt(otherPct);
    const part = joined.find((row) => row.activityId === activity.id);
    if (points === 0 || !takesPart(activity, part, paidAt)) continue;
    if (!part && notEligible(joinTermsOf(activity, ladder), standing) !== null) continue;
    if (!(await claim(work, activity, { places: part ? 0 : 1, points }))) continue;
    if (!part) {
      await store.insertParticipation(work.tx, activity.id, account.member.id, work.now);
    }
    tell(work, account, activity, { orderId: facts.orderId, points });
    const breakdown = { activity: { ...named(activity), multiplierPct, points } };
    return { activityId: activity.id, multiplierPct, breakdown };
  }
  return null;
}

/**
 * An order that an activity multiplied was edited and is worth more: what it gives beyond what it was
 * charged for is charged too, all or nothing.
 */
export async function chargeMore(
  work: Work,
  account: Account,
  { id, orderId, points }: { id: number; orderId: string; points: number },
): Promise<boolean> {
  const activity = await find(work.tx, id);
  if (!activity || !(await claim(work, activity, { places: 0, points }))) return false;
  tell(work, account, activity, { orderId, points });
  return true;
}

/** An activity gave points, for whoever looks at its effect. */
export function tell(
  work: Work,
  { member }: Account,
  activity: ActivityRow,
  award: { orderId: string | null; points: number },
): void {
  work.emit(
    activityEvent("activity.awarded", member.id, {
      externalId: member.externalId,
      activityId: activity.id,
      kind: activity.kind,
      tierCode: member.tierCode,
      ...award,
    }),
  );
}

export interface PreviewFacts {
  /** The tier that is looked at, the member's own or the next. */
  rank: number;
  otherPct: number;
  pointsAt: (multiplierPct: number) => number;
}

/** What would multiply an order that a member paid for now, as things stand; nothing is charged. */
export async function previewMultiplier(
  view: View,
  member: Member,
  now: Date,
): Promise<(facts: PreviewFacts) => number> {
  const { db } = view;
  const activities = (await activitiesAt(db, now)).filter(isMultiplier);
  const ids = activities.map(({ id }) => id);
  const [ladder, joined] = await Promise.all([
    ladderOf(view),
    store.participationsOf(db, member.id, ids),
  ]);
  const active = member.status === "ACTIVE";
  return ({ rank, otherPct, pointsAt }) => {
    const best = highestFirst(activities, otherPct).find((activity) => {
      const part = joined.find((row) => row.activityId === activity.id);
      if (!takesPart(activity, part, now)) return false;
      if (!part && notEligible(joinTermsOf(activity, ladder), { rank, active }) !== null)
        return false;
      const points = pointsAt(activity.effect.multiplierPct) - pointsAt(otherPct);
      const { pointsBudget, pointsGiven } = activity;
      return pointsBudget === null || pointsGiven + points <= pointsBudget;
    });
    return best?.effect.multiplierPct ?? otherPct;
  };
}
