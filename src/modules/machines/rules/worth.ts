import { belongsTo, offered } from "../../benefits/rules";
import { discountOf } from "../../coupons/rules/discount";
import type { CouponTerms } from "../../coupons/schema/terms";
import type { OrderLine } from "../../orders/schema/cart";
import type { Subject, SubjectReward } from "../schema/subject";
import { keptGoodsMinor } from "./orders";
import { handOf, type World } from "./world";

/** What members end with, and what they paid for it. Fen, and no whole numbers where points are weighed. */

export interface Prices {
  /** What a point takes off a price. */
  pointMinor: number;
  /** What has to be paid, and kept, for a point at least: what points that are owed or spent weigh. */
  earnedMinor: number;
  /** A use of each coupon, a piece of each reward that is no coupon. */
  coupons: readonly number[];
  rewards: readonly number[];
}

/** An order of one line, by which a coupon is judged. */
const lineOf = (unitAmountMinor: number, sku: string): OrderLine => ({
  ...{ lineId: "1", sku, categories: [], quantity: 1, discountMinor: 0, giftCard: false },
  unitAmountMinor,
});

const EXAMPLE_MINOR = 100_000;

/**
 * A coupon is worth what it takes off, less what has to be paid beside it: what makes somebody buy is no
 * money. Example: ¥50 off from ¥60 → ¥40, from ¥500 → nothing, without a minimum → ¥50.
 */
export function couponMinor({ effect, minimumMinor, ...terms }: CouponTerms): number {
  if (effect.kind === "ITEM") {
    const beside = Math.max(0, minimumMinor - effect.valueMinor);
    return Math.max(0, effect.valueMinor - beside);
  }
  const most = effect.kind === "AMOUNT" ? effect.amountMinor : effect.maximumMinor;
  const amounts = [minimumMinor, most ?? EXAMPLE_MINOR, EXAMPLE_MINOR].filter((minor) => minor > 0);
  const free = amounts.map((amountMinor) => {
    const about = { ...terms, scope: null, effect, minimumMinor };
    const found = discountOf(about, { amountMinor, lines: [lineOf(amountMinor, "1")] });
    return found.usable ? 2 * found.discountMinor - amountMinor : 0;
  });
  return Math.max(0, ...free);
}

/** A pass to a benefit that takes an amount off, for all of its uses; what others are worth is not known. */
function passMinor({ rules }: Subject, { benefitId, passUses }: SubjectReward): number {
  const benefit = offered(rules.benefits).find(({ id }) => id === benefitId);
  const off = benefit?.does.gives?.amountMinor ?? 0;
  const minimum = Number(benefit?.params.minimumMinor ?? 0);
  const free = benefit?.type === "COUPON" ? Math.max(0, off - Math.max(0, minimum - off)) : 0;
  return free * (passUses ?? 1);
}

/** The most points of a yuan that any tier has by the rules, without activities. */
function mostPerYuan({ rules, ladder }: Subject): number {
  const most = Math.max(
    0,
    ...ladder.map((rung) => {
      const boosts = offered(rules.benefits)
        .filter((benefit) => benefit.enabled && belongsTo(benefit, rung))
        .map(({ does }) => does.multiplierPct ?? 100);
      return (rung.multiplierPct * Math.max(100, ...boosts)) / 10_000;
    }),
  );
  const percents = rules.goods.rules.map(({ gives }) =>
    gives.kind === "PERCENT" ? gives.percent / 100 : 1,
  );
  return rules.earn.pointsPerYuan * most * Math.max(1, ...percents);
}

export function pricesOf(subject: Subject): Prices {
  const { redeem } = subject.rules;
  const pointMinor = redeem.orderShareMaxBps === 0 ? 0 : 100 / redeem.pointsPerYuanOff;
  const perYuan = mostPerYuan(subject);
  return {
    pointMinor,
    earnedMinor: Math.max(pointMinor, perYuan > 0 ? 100 / perYuan : 0),
    coupons: subject.coupons.map(({ terms }) => couponMinor(terms)),
    rewards: subject.rewards.map((reward) => passMinor(subject, reward)),
  };
}

/** Whether anybody knows what a reward is worth. */
export const isPriced = ({ coupon }: SubjectReward, passWorth: number) =>
  coupon !== null || passWorth > 0;

/** What the points of ¥100 are worth in the highest tier. Example: two a yuan at 100 for ¥1 → ¥2. */
export const ofHundredYuan = (subject: Subject, { pointMinor }: Prices) =>
  Math.floor(100 * mostPerYuan(subject) * pointMinor);

/** Less than this a round is what rounding leaves. */
export const LEAST_GAIN_MINOR = 10;

const sumOf = (figures: readonly number[]) => figures.reduce((sum, one) => sum + one, 0);

const all = (world: World, of: (hand: World["hands"][number]) => number) =>
  sumOf(world.hands.map(of));

const pointsIn = (world: World) =>
  all(world, ({ accounts: { available, pending, frozen } }) => available + pending + frozen);

const owedIn = (world: World) => all(world, ({ accounts }) => accounts.owed);

const worthIn = (world: World, worths: readonly number[], of: "coupons" | "taken") =>
  all(world, (hand) => sumOf(hand[of].map((count, at) => count * (worths[at] ?? 0))));

export interface Gain {
  /** What they have more, all in all. */
  minor: number;
  /** As if nobody ever asked for what is owed. */
  withoutDebtMinor: number;
  moneyMinor: number;
  goodsMinor: number;
  points: number;
  owed: number;
}

/** Points that come are worth what they take off a price; those that go weigh what they cost to earn. */
const weighed = (points: number, { pointMinor, earnedMinor }: Prices) =>
  points * (points < 0 ? earnedMinor : pointMinor);

/**
 * What acts between two moments brought: money back less money paid, and what points, coupons and rewards are
 * worth more than before. Goods count only where nothing was paid for them: no money, no points, no coupon.
 */
export function gainBetween(prices: Prices, before: World, after: World): Gain {
  const moneyMinor = after.moneyMinor - before.moneyMinor;
  const points = pointsIn(after) - pointsIn(before);
  const owed = owedIn(after) - owedIn(before);
  const coupons =
    worthIn(after, prices.coupons, "coupons") - worthIn(before, prices.coupons, "coupons");
  const rewards =
    worthIn(after, prices.rewards, "taken") - worthIn(before, prices.rewards, "taken");
  const promised = after.promisedMinor - before.promisedMinor;
  const gifts = (after.gifts - before.gifts) * prices.earnedMinor;
  const uses =
    all(after, (hand) => sumOf(hand.coupons)) - all(before, (hand) => sumOf(hand.coupons));
  const isFree = moneyMinor >= 0 && points >= 0 && uses >= 0;
  const goods = sumOf(after.books.slice(before.books.length).map(keptGoodsMinor));
  const goodsMinor = isFree ? goods : 0;
  const net = moneyMinor + coupons + rewards + goodsMinor - promised - gifts;
  const withoutDebtMinor = net + weighed(points, prices);
  const debt = owed * (owed > 0 ? prices.earnedMinor : prices.pointMinor);
  const minor = withoutDebtMinor - debt;
  return { minor, withoutDebtMinor, moneyMinor, goodsMinor, points, owed };
}

/** From where others can do all of it as well. */
const isBeginning = ({ books, hands }: World) =>
  books.length === 0 &&
  hands.length === 1 &&
  hands.every(({ parts }) => parts.every((part) => part === null));

/** What a member is awarded once: whoever has it by the round has none of it by the next. */
function awardsOf({ parts, friend }: World["hands"][number]): string {
  const live = parts.map((part) => {
    return part === null ? "" : `${part.points - part.clawed} ${part.coupon?.state === "HELD"}`;
  });
  return [...live, friend?.orderId != null].join();
}

/**
 * Whether what was done between two moments can be done again: nothing from before was given back or used up,
 * nobody's tier is lower, and nobody who was there has an award that they had not.
 * Example: ¥1,000 are spent, then ¥1 reaches the goal of a challenge → the ¥1 alone is no round.
 */
export function isRound(subject: Subject, before: World, after: World): boolean {
  const rank = (code: string) => subject.ladder.findIndex((rung) => rung.code === code);
  const stands = before.books.every((book, at) => after.books[at] === book);
  const keepsTier = before.hands.every(
    (hand, who) => rank(handOf(after, who).tier) >= rank(hand.tier),
  );
  const isAwarded = before.hands.some(
    (hand, who) => awardsOf(hand) !== awardsOf(handOf(after, who)),
  );
  return stands && keepsTier && (isBeginning(before) || !isAwarded);
}
