import { addDays, businessDate } from "@/platform/business-time";
import { checkInPoints } from "../../earning/rules/check-in";
import { firstOpen } from "../../earning/rules/make-up";
import { obstacle } from "../../rewards/rules/rewards";
import type { Subject } from "../schema/subject";
import { couponGiven, followed } from "./follow";
import * as ledger from "./ledger";
import { added, type Buying, bought, cancelled, type Returned, refunded } from "./orders";
import { mayJoin } from "./price";
import { handOf, momentOf, NO_PART, newHand, type World, withHand } from "./world";

/** What members do, one act after another, and what it makes of them. */

export type Act =
  | { kind: "GIVEN"; who: number; coupon: number }
  | { kind: "JOIN"; who: number; activity: number }
  | { kind: "INVITE" }
  | ({ kind: "BUY" } & Buying)
  | { kind: "CHECK_IN"; who: number }
  | { kind: "MAKE_UP"; who: number }
  | { kind: "WAIT"; days: number }
  | { kind: "TAKE"; who: number; reward: number }
  | { kind: "RETURN"; order: number; what: Returned }
  | { kind: "CANCEL"; order: number };

/** What comes of an act; null where the product refuses it. */
export function carriedOut(
  subject: Subject,
  world: World,
  act: Act,
  promises: readonly number[],
): World | null {
  switch (act.kind) {
    case "GIVEN":
      return given(subject, world, act, promises);
    case "JOIN":
      return joined(subject, world, act, promises);
    case "INVITE":
      return invited(subject, world);
    case "BUY":
      return bought(subject, world, act);
    case "CHECK_IN":
      return checkedIn(subject, world, act.who);
    case "MAKE_UP":
      return madeUp(subject, world, act.who);
    case "WAIT":
      return waited(subject, world, act.days);
    case "TAKE":
      return taken(subject, world, act);
    case "RETURN":
      return refunded(subject, world, act.order, act.what);
    case "CANCEL":
      return cancelled(subject, world, act.order);
  }
}

/** Points mature, and orders of friends have stood as long as they have to. */
function waited(subject: Subject, before: World, days: number): World {
  const world = ledger.settled(subject, { ...before, day: before.day + days });
  return world.hands.reduce((known, { friend }, who) => {
    return friend ? followed(subject, known, who) : known;
  }, world);
}

/** A coupon that the shop gives is worth what the shop means to give. */
function given(
  subject: Subject,
  world: World,
  { who, coupon }: { who: number; coupon: number },
  promises: readonly number[],
): World | null {
  if (world.handed.includes(coupon)) return null;
  const hand = handOf(world, who);
  const next = {
    ...hand,
    coupons: added(hand.coupons, coupon, subject.coupons[coupon]?.terms.uses ?? 0),
  };
  return {
    ...withHand(world, who, next),
    promisedMinor: world.promisedMinor + worthOf(subject, promises, coupon),
    handed: [...world.handed, coupon].sort((a, b) => a - b),
  };
}

function joined(
  subject: Subject,
  world: World,
  { who, activity: at }: { who: number; activity: number },
  promises: readonly number[],
): World | null {
  const activity = subject.activities[at];
  const hand = handOf(world, who);
  if (!activity || hand.parts[at] || activity.joining !== "CHOICE") return null;
  if (!mayJoin(subject, world, hand, { activity, at })) return null;
  const { effect } = activity;
  const isBonus = effect.kind === "BONUS_POINTS" && effect.on === "JOIN";
  const points = isBonus ? effect.points : 0;
  const charged = isBonus ? points + activity.couponPoints : 0;
  const earned = ledger.earn(subject, world, who, points);
  const since = world.books.length;
  const part = { ...NO_PART, points, lotId: earned.lotId, charged, since };
  const gave = isBonus
    ? couponGiven(subject, earned.world, who, { activity, part })
    : { ...earned, part };
  const after = handOf(gave.world, who);
  const next = { ...after, parts: after.parts.with(at, gave.part) };
  // Where places or a budget bound it somebody decided on so much; without bound it is a machine.
  const isBound = activity.placesLeft !== null || activity.pointsLeft !== null;
  const coupon = gave.part.coupon === null ? null : activity.coupon;
  return {
    ...withHand(gave.world, who, next),
    given: added(world.given, at, charged),
    gifts: world.gifts + (isBound ? points : 0),
    promisedMinor: world.promisedMinor + (isBound ? worthOf(subject, promises, coupon) : 0),
  };
}

/** What all uses of a coupon are worth. */
function worthOf({ coupons }: Subject, promises: readonly number[], coupon: number | null): number {
  if (coupon === null) return 0;
  return (promises[coupon] ?? 0) * (coupons[coupon]?.terms.uses ?? 0);
}

/** One friend is as good as any number of them. */
function invited(subject: Subject, world: World): World | null {
  if (!subject.rules.earn.referralEnabled || world.hands.length > 1) return null;
  const friend = { ...newHand(subject), friend: { orderId: null, lotIds: [], done: [] } };
  return { ...world, hands: [...world.hands, friend] };
}

/** Whether an order of theirs is worth something still, so long after it was paid. */
const hasStood = ({ rules }: Subject, world: World, who: number) =>
  world.books.some(
    (book) =>
      book.who === who &&
      !book.cancelled &&
      book.paidMinor > book.refundedMinor &&
      book.day + rules.earn.orderStandsDays <= world.day,
  );

function checkedIn(subject: Subject, world: World, who: number): World | null {
  const { earn } = subject.rules;
  const hand = handOf(world, who);
  const { checkIn } = hand;
  if (!earn.checkInEnabled || checkIn?.day === world.day) return null;
  const before = checkIn && checkIn.day === world.day - 1 ? checkIn.streak : 0;
  const { streak, points } = checkInPoints(before, earn);
  const isFree = !hasStood(subject, world, who) && actPoints(world) + points > earn.beforeOrderMax;
  if (isFree) return null;
  const earned = ledger.earn(subject, world, who, points);
  const next = { ...handOf(earned.world, who), checkIn: { day: world.day, streak } };
  return { ...withHand(earned.world, who, next), gifts: world.gifts + points };
}

/** What acts brought that nobody bought for. */
const actPoints = ({ gifts, madeUpPoints: extra }: World) => gifts + extra;

/** The days of a month that make a round, missed all, as dates that can be made up on a later one. */
export function missedRound(subject: Subject, world: World): string[] {
  const dateOf = (day: number) => businessDate(momentOf(subject, day), subject.timeZone);
  const today = dateOf(world.day);
  const first = firstOpen(today, dateOf(0));
  const days = Array.from({ length: subject.rules.earn.streakDays }, (_, at) => addDays(first, at));
  return days.every((date) => date < today) ? days : [];
}

/**
 * A whole round of days is made up by who checked in on none of them: by days that somebody came for the rules
 * promise what they pay, by these they promise nothing.
 */
function madeUp(subject: Subject, world: World, who: number): World | null {
  const { earn } = subject.rules;
  const { streakDays, streakPoints, makeUpsPerMonthMax, makeUpCostPoints } = earn;
  const hand = handOf(world, who);
  if (!earn.checkInEnabled || hand.checkIn || streakDays > makeUpsPerMonthMax) return null;
  const last = missedRound(subject, world).at(-1);
  if (last === undefined) return null;
  const isFree =
    !hasStood(subject, world, who) && actPoints(world) + streakPoints > earn.beforeOrderMax;
  if (isFree) return null;
  const cost = streakDays * makeUpCostPoints;
  const spent = cost > 0 ? ledger.spend(subject, world, who, cost)?.world : world;
  if (!spent) return null;
  const earned = ledger.earn(subject, spent, who, streakPoints).world;
  const away = daysBetween(last, businessDate(momentOf(subject, world.day), subject.timeZone));
  const checkIn = { day: world.day - away, streak: streakDays };
  return {
    ...withHand(earned, who, { ...handOf(earned, who), checkIn }),
    madeUpPoints: world.madeUpPoints + streakPoints,
  };
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function taken(
  subject: Subject,
  world: World,
  { who, reward: at }: { who: number; reward: number },
): World | null {
  const reward = subject.rewards[at];
  if (!reward) return null;
  const { pointsCost, perMonth, minTier, stock, coupon } = reward;
  const hand = handOf(world, who);
  const facts = {
    ...{ quantity: 1, pointsCost, perMonth, minTier, tierCode: hand.tier },
    stock: stock === null ? null : stock - (world.stock[at] ?? 0),
    usedThisMonth: hand.taken[at] ?? 0,
    resetsAt: new Date(subject.at),
    memberStatus: "ACTIVE" as const,
    available: hand.accounts.available,
    ...{ uselessBenefit: null, unlimitedBenefit: null, uselessCoupon: null },
  };
  if (obstacle(facts, subject.ladder)) return null;
  const spent = ledger.spend(subject, world, who, pointsCost);
  if (spent === null) return null;
  const after = handOf(spent.world, who);
  const uses = coupon === null ? 0 : (subject.coupons[coupon]?.terms.uses ?? 0);
  const coupons = coupon === null ? after.coupons : added(after.coupons, coupon, uses);
  const next = { ...after, coupons, taken: added(after.taken, at, 1) };
  return { ...withHand(spent.world, who, next), stock: added(world.stock, at, 1) };
}
