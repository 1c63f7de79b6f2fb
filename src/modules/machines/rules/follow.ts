import {
  type AwardPlan,
  type Earner,
  earnsWhole,
  planBonus,
  planChallenge,
  planWhole,
} from "../../activities/rules/award";
import { isPerOrder } from "../../activities/rules/per-order";
import { planReferrer } from "../../earning/rules/referral";
import type { Subject, SubjectActivity } from "../schema/subject";
import * as ledger from "./ledger";
import { isOpen, roomIn } from "./price";
import { type Book, type Friend, handOf, NO_PART, type Part, type World, withHand } from "./world";

/** What follows from a member's orders as they stand: rewards for invitations, bonuses, challenges. */

const worthOf = ({ cancelled, paidMinor, refundedMinor }: Book) =>
  cancelled ? 0 : paidMinor - refundedMinor;

const ordersOf = (world: World, who: number) => world.books.filter((book) => book.who === who);

export function followed(subject: Subject, before: World, who: number): World {
  const world = handOf(before, who).friend ? invitation(subject, before, who) : before;
  return subject.activities.reduce(
    (known, activity, at) => awarded(subject, known, who, { activity, at }),
    world,
  );
}

/** Whoever invited is the first of them. */
const REFERRER = 0;

/** The reward for an invitation, in line with the invited member's orders. */
function invitation(subject: Subject, before: World, who: number): World {
  const { referralMinimumMinor, referralPoints: points, referralsPerMonthMax } = subject.rules.earn;
  const least = Math.max(1, referralMinimumMinor);
  const known = handOf(before, who).friend;
  if (known === null) return before;
  let friend: Friend = known;
  let world = before;
  const held = friend.orderId === null ? undefined : world.books[friend.orderId];
  if (held && worthOf(held) < least) {
    world = ledger.takeBack(world, who, points, friend.lotIds);
    const theirs = friend.lotIds[1] ?? null;
    if (theirs !== null) world = ledger.takeBack(world, REFERRER, points, [theirs]);
    friend = { ...friend, orderId: null, lotIds: [] };
  }
  const first = ordersOf(world, who).find((book) => worthOf(book) >= least);
  const isDue = first && first.day + subject.rules.earn.referralWaitDays <= world.day;
  if (friend.orderId === null && first && isDue && !friend.done.includes(first.id)) {
    const own = ledger.earn(subject, world, who, points);
    const rewarded = own.world.hands.filter((one) => one.friend?.orderId != null).length;
    const facts = { closed: false, rewardedThisMonth: rewarded, perMonthMax: referralsPerMonthMax };
    const state = { orderId: String(first.id), referrerOrderId: null };
    const { reward } = planReferrer(state, facts);
    const theirs = reward
      ? ledger.earn(subject, own.world, REFERRER, points)
      : { ...own, lotId: null };
    world = theirs.world;
    const lotIds = [own.lotId, theirs.lotId];
    friend = { orderId: first.id, lotIds, done: [...friend.done, first.id] };
  }
  return withHand(world, who, { ...handOf(world, who), friend });
}

interface Placed {
  activity: SubjectActivity;
  at: number;
}

/** A bonus for the first order or a challenge, in line with the orders. */
function awarded(subject: Subject, before: World, who: number, placed: Placed): World {
  const { activity, at } = placed;
  if (isPerOrder(activity.effect) || !isOpen(subject, before, who, placed)) return before;
  const held = handOf(before, who).parts[at] ?? null;
  const { plan, orderId } = planFor(before, who, activity, held ?? NO_PART);
  let world = ledger.takeBack(before, who, plan.claw, [held?.lotId ?? null]);
  let part: Part = { ...(held ?? NO_PART), clawed: (held?.clawed ?? 0) + plan.claw };
  if (plan.withdraw) ({ world, part } = withdrawn(world, who, activity, part));
  const { award } = plan;
  const cost = award === null ? 0 : award.points + couponCost(world, who, activity, part);
  const more = Math.max(0, cost - part.charged);
  if (award !== null && roomIn(world, activity, at) >= more) {
    const { points, clawed } = award;
    const earned = ledger.earn(subject, world, who, points - clawed);
    const given = world.given.with(at, (world.given[at] ?? 0) + more);
    part = { ...part, points, clawed, orderId, lotId: earned.lotId, charged: part.charged + more };
    ({ world, part } = couponGiven(subject, { ...earned.world, given }, who, { activity, part }));
  }
  const isNothing = held === null && part.points === 0 && part.coupon === null;
  if (isNothing) return world;
  const hand = handOf(world, who);
  return withHand(world, who, { ...hand, parts: hand.parts.with(at, part) });
}

/** Whether a coupon that was taken back was used, and counts as used still. */
function isGiftUsed(world: World, who: number, { coupon }: SubjectActivity): boolean {
  return world.books.some((book) => book.who === who && book.coupon === coupon);
}

/** Whoever used one of before gets none beside it. */
const isKept = (world: World, who: number, activity: SubjectActivity, { coupon }: Part) =>
  coupon?.state === "USED" && isGiftUsed(world, who, activity);

const couponCost = (world: World, who: number, activity: SubjectActivity, part: Part) =>
  activity.coupon === null || isKept(world, who, activity, part) ? 0 : activity.couponPoints;

/** The coupon that goes with an award. */
export function couponGiven(
  subject: Subject,
  world: World,
  who: number,
  { activity, part }: { activity: SubjectActivity; part: Part },
): { world: World; part: Part } {
  const slot = activity.coupon;
  if (slot === null) return { world, part };
  if (isKept(world, who, activity, part)) {
    return { world, part: { ...part, coupon: { state: "HELD", isVoid: true } } };
  }
  const hand = handOf(world, who);
  const coupons = hand.coupons.with(slot, subject.coupons[slot]?.terms.uses ?? 0);
  const next = { ...part, coupon: { state: "HELD", isVoid: false } as const };
  return { world: withHand(world, who, { ...hand, coupons }), part: next };
}

/** What of a coupon was not used is void. */
function withdrawn(
  world: World,
  who: number,
  activity: SubjectActivity,
  part: Part,
): { world: World; part: Part } {
  const slot = activity.coupon;
  if (slot === null) return { world, part };
  const hand = handOf(world, who);
  const state = isGiftUsed(world, who, activity) ? ("USED" as const) : ("TAKEN" as const);
  const next = { ...part, coupon: { state, isVoid: true } };
  return {
    world: withHand(world, who, { ...hand, coupons: hand.coupons.with(slot, 0) }),
    part: next,
  };
}

const asEarner = (book: Book): Earner => ({
  orderId: String(book.id),
  paidAmountMinor: book.paidMinor,
  refundedMinor: book.refundedMinor,
  cancelled: book.cancelled,
  paidAt: new Date(book.day),
});

interface Planned {
  plan: AwardPlan;
  orderId: number | null;
}

const NOTHING: Planned = { plan: { claw: 0, withdraw: false, award: null }, orderId: null };

function planFor(
  world: World,
  who: number,
  { effect, coupon }: SubjectActivity,
  part: Part,
): Planned {
  const standing = ordersOf(world, who).filter(
    (book) => book.id >= part.since && worthOf(book) > 0,
  );
  const held = { ...part, coupon: part.coupon?.state === "HELD" };
  if (effect.kind === "CHALLENGE") {
    const counted = standing.filter((book) => worthOf(book) >= effect.orderMinimumMinor);
    const done =
      effect.goal === "ORDERS"
        ? counted.length
        : counted.reduce((sum, book) => sum + worthOf(book), 0);
    return { plan: planChallenge(effect.points, held, done >= effect.target), orderId: null };
  }
  if (effect.kind !== "BONUS_POINTS" || effect.on !== "FIRST_ORDER") return NOTHING;
  const { points, orderMinimumMinor: least } = effect;
  const heldFor = part.orderId === null ? undefined : world.books[part.orderId];
  if (coupon !== null) {
    const stands = heldFor !== undefined && earnsWhole(asEarner(heldFor), least);
    const next = standing.find((book) => earnsWhole(asEarner(book), least));
    const plan = planWhole(points, held, stands, next !== undefined);
    return { plan, orderId: next?.id ?? null };
  }
  const earns = ({ paidMinor }: Book) => paidMinor >= least;
  const next = standing.find((book) => earns(book) && worthOf(book) * points >= book.paidMinor);
  const earner = heldFor && earns(heldFor) ? asEarner(heldFor) : undefined;
  const plan = planBonus(points, held, earner, next && asEarner(next));
  return { plan: { ...plan, withdraw: false }, orderId: next?.id ?? null };
}
