import { addMonths, businessDate } from "@/platform/business-time";
import type { OfferedBenefit } from "../../benefits/rules";
import type { OrderLine, OrderScope } from "../../orders/schema/cart";
import type { Subject } from "../schema/subject";
import type { Act } from "./acts";
import { usableOn } from "./benefits";
import type { Returned } from "./orders";
import { type Goods, priceOf } from "./price";
import { newWorld, type World } from "./world";
import { isPriced, type Prices, pricesOf } from "./worth";

/** Which acts are tried: those at the edges of what the rules ask for, where something begins to count. */

export interface Prepared {
  subject: Subject;
  prices: Prices;
  /** What is bought for money or points. */
  goods: readonly Goods[];
  /** What an invited member buys. */
  friendGoods: readonly Goods[];
  /** What is bought with each coupon. */
  couponGoods: readonly (Goods | null)[];
  /** What is bought with each benefit. */
  benefitGoods: readonly { benefit: string; goods: Goods }[];
  /** Until nothing is pending any more; 0 where nothing ever is. */
  waitDays: number;
  /** Rewards of which somebody knows the worth. */
  rewards: readonly number[];
}

const PLAIN: OrderScope = {
  include: { categories: [], brands: [], skus: [] },
  exclude: { categories: [], brands: [], skus: [] },
  channels: [],
  stores: [],
};

function lineOf(lineId: string, unitAmountMinor: number, { include }: OrderScope): OrderLine {
  const [brand] = include.brands;
  return {
    lineId,
    sku: include.skus[0] ?? `article-${lineId}`,
    categories: include.categories.slice(0, 1),
    ...(brand === undefined ? {} : { brand }),
    ...{ quantity: 1, unitAmountMinor, discountMinor: 0, giftCard: false },
  };
}

/** Goods that a scope is about. */
function goodsOf(amounts: readonly number[], scope: OrderScope): Goods {
  const [channel] = scope.channels;
  const [store] = scope.stores;
  const lines = amounts.map((minor, at) => lineOf(String(at + 1), minor, scope));
  return { lines, channel, store };
}

/** Every scope that rules or activities tell goods by, and goods that none is about. */
function scopesOf({ rules, activities }: Subject): OrderScope[] {
  const scopes = [
    ...activities.flatMap(({ scope }) => scope ?? []),
    ...rules.goods.rules.flatMap(({ gives, scope }) => (gives.kind === "PERCENT" ? scope : [])),
  ];
  const unlike = new Map(scopes.map((scope) => [JSON.stringify(scope), scope]));
  return [PLAIN, ...unlike.values()].slice(0, SCOPES_MAX);
}

const SCOPES_MAX = 6;
const AMOUNTS_MAX = 12;
/** Nobody buys for more to be rewarded. */
const MOST_MINOR = 100_000_000;

/** The least that has to be paid for so many points at once, in whole yuan; null for more than anybody pays. */
function leastFor(subject: Subject, points: number, tier?: string): number | null {
  const earns = (minor: number) => {
    const { lines } = goodsOf([minor], PLAIN);
    const paid = lines.map((line) => ({ ...line, paidMinor: minor }));
    return priceOf(subject, newWorld(subject, tier), 0, { lines: paid }).points >= points;
  };
  if (!earns(MOST_MINOR)) return null;
  let [less, enough] = [0, MOST_MINOR / 100];
  while (enough - less > 1) {
    const middle = Math.floor((less + enough) / 2);
    if (earns(middle * 100)) enough = middle;
    else less = middle;
  }
  return enough * 100;
}

function amountsOf(subject: Subject, rewards: readonly number[]): number[] {
  const { earn, goods } = subject.rules;
  const minimums = subject.activities.flatMap(({ effect }) => {
    if (effect.kind === "POINTS_MULTIPLIER") return [];
    const target = effect.kind === "CHALLENGE" && effect.goal === "SPEND" ? [effect.target] : [];
    return [effect.orderMinimumMinor, ...target];
  });
  const fuel = rewards.flatMap((at) => {
    const points = subject.rewards[at]?.pointsCost ?? 0;
    const top = subject.ladder.at(-1)?.code;
    return [leastFor(subject, points) ?? 0, leastFor(subject, points, top) ?? 0];
  });
  const first = earn.referralEnabled ? [earn.referralMinimumMinor] : [];
  const all = [1, 10_000, 100, ...first, goods.minimumMinor, ...minimums, ...fuel];
  return [...new Set(all.filter((minor) => minor > 0))].slice(0, AMOUNTS_MAX);
}

/** Goods of two lines of which a coupon pays as much as it can: one of them all but nothing is paid for. */
function goodsWith({ coupons }: Subject, at: number): Goods | null {
  const terms = coupons[at]?.terms;
  if (!terms) return null;
  const { effect, minimumMinor } = terms;
  const scope = terms.scope ?? PLAIN;
  if (effect.kind === "ITEM") {
    const beside = Math.max(100, minimumMinor - effect.valueMinor);
    const { lines, ...about } = goodsOf([effect.valueMinor, beside], scope);
    return {
      ...about,
      lines: lines.map((line, nth) => (nth === 0 ? { ...line, sku: effect.sku } : line)),
    };
  }
  const most = effect.kind === "AMOUNT" ? effect.amountMinor : 10_000;
  const whole = Math.max(minimumMinor, most + 1);
  const half = Math.floor(whole / 2);
  return goodsOf([half, whole - half], scope);
}

export function prepared(subject: Subject): Prepared {
  const prices = pricesOf(subject);
  const rewards = subject.rewards.flatMap((reward, at) =>
    isPriced(reward, prices.rewards[at] ?? 0) ? [at] : [],
  );
  const amounts = amountsOf(subject, rewards);
  const { pendingDays, referralWaitDays, referralMinimumMinor } = subject.rules.earn;
  const scopes = scopesOf(subject);
  const friendAmounts = [...new Set([1, Math.max(1, referralMinimumMinor)])];
  return {
    ...{ subject, prices, rewards },
    goods: scopes.flatMap((scope, nth) =>
      (nth === 0 ? amounts : [10_000]).map((minor) => goodsOf([minor], scope)),
    ),
    friendGoods: friendAmounts.map((minor) => goodsOf([minor], PLAIN)),
    couponGoods: subject.coupons.map((_, at) => goodsWith(subject, at)),
    benefitGoods: usableOn(subject).map(goodsFor),
    waitDays: Math.max(pendingDays, referralWaitDays, makeUpDays(subject)),
  };
}

/** Until a whole round of a month has been missed, where as many days can be made up; else 0. */
function makeUpDays(subject: Subject): number {
  const { checkInEnabled, streakDays, makeUpsPerMonthMax } = subject.rules.earn;
  if (!checkInEnabled || makeUpsPerMonthMax < streakDays) return 0;
  const today = businessDate(new Date(subject.at), subject.timeZone);
  const next = addMonths(`${today.slice(0, 7)}-01`, 1);
  return Math.round((Date.parse(next) - Date.parse(today)) / 86_400_000) + streakDays;
}

/** Goods of two lines of which a benefit takes off as much as it can. */
function goodsFor({ id: benefit, does, params }: OfferedBenefit) {
  const { amountMinor = 0, points = 0 } = does.gives ?? {};
  const most = amountMinor > 0 ? amountMinor : points > 0 ? 100 : 10_000;
  const whole = Math.max(Number(params.minimumMinor ?? 0), most);
  const half = Math.floor(whole / 2);
  return { benefit, goods: goodsOf([half, whole - half], PLAIN) };
}

const RETURNS: readonly Returned[] = [{ line: 0 }, { line: 1 }, "REST", "BUT_A_FEN", "HALF"];
const RETURNS_MAX = 2;

/**
 * What may be done next: what prepares comes first, so that of ways to the same end the one is met first that
 * has what can be repeated at its end.
 */
export function* offered(prepare: Prepared, world: World, last: Act | undefined): Generator<Act> {
  const { subject, rewards, waitDays } = prepare;
  for (const [coupon, { isGiven }] of subject.coupons.entries()) {
    if (isGiven) yield { kind: "GIVEN", who: 0, coupon };
  }
  for (const activity of subject.activities.keys()) yield { kind: "JOIN", who: 0, activity };
  yield { kind: "INVITE" };
  yield* buying(prepare, world);
  yield { kind: "CHECK_IN", who: 0 };
  yield { kind: "MAKE_UP", who: 0 };
  if (waitDays > 0 && last?.kind !== "WAIT") yield { kind: "WAIT", days: waitDays };
  for (const reward of rewards) yield { kind: "TAKE", who: 0, reward };
  yield* withWhatTheyHave(prepare, world);
  for (const { id: order, lines, returns } of world.books) {
    if (returns >= RETURNS_MAX) continue;
    for (const what of RETURNS) {
      const isNeeded = typeof what !== "object" || lines.length > 1;
      if (isNeeded) yield { kind: "RETURN", order, what };
    }
  }
  for (const { id: order } of world.books) yield { kind: "CANCEL", order };
}

function* buying({ goods, friendGoods, benefitGoods }: Prepared, world: World): Generator<Act> {
  const plain = { kind: "BUY", coupon: null, benefit: null, withPoints: false } as const;
  for (const one of goods) yield { ...plain, who: 0, goods: one };
  for (const one of benefitGoods) yield { ...plain, who: 0, ...one };
  if (world.hands.length < 2) return;
  for (const one of friendGoods) yield { ...plain, who: 1, goods: one };
}

/** Orders that are paid with coupons and points, as far as there are any. */
function* withWhatTheyHave(prepare: Prepared, world: World): Generator<Act> {
  const { goods, couponGoods, benefitGoods } = prepare;
  const hand = world.hands[0];
  const ways = (hand?.accounts.available ?? 0) > 0 ? [false, true] : [false];
  const own = { kind: "BUY", who: 0, benefit: null } as const;
  for (const [coupon, uses] of (hand?.coupons ?? []).entries()) {
    const about = couponGoods[coupon];
    if (uses === 0 || !about) continue;
    for (const withPoints of ways) yield { ...own, goods: about, coupon, withPoints };
  }
  if (ways.length === 1) return;
  const paying = { ...own, coupon: null, withPoints: true } as const;
  for (const one of goods) yield { ...paying, goods: one };
  for (const one of benefitGoods) yield { ...paying, ...one };
}
