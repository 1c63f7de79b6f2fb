import { discountOf, spread } from "../../coupons/rules/discount";
import type { OrderLine } from "../../orders/schema/cart";
import { maxPointsFor, worthMinor } from "../../points/rules/order-figures";
import { undonePoints, undoneShare } from "../../points/rules/refund";
import { afterRefund, afterSpend, rungOf } from "../../tiers/rules/ladder";
import type { Subject } from "../schema/subject";
import { type BenefitUse, benefitUse } from "./benefits";
import { followed } from "./follow";
import * as ledger from "./ledger";
import { type Goods, priceOf } from "./price";
import {
  type Book,
  type BookLine,
  bookOf,
  handOf,
  NO_PART,
  type World,
  withBook,
  withHand,
} from "./world";

/** Orders: paid, sent back, cancelled. */

export interface Buying {
  who: number;
  /** What it would cost, line by line. */
  goods: Goods;
  /** By its place among the definitions. */
  coupon: number | null;
  /** One that a tier brings, by its id. */
  benefit: string | null;
  /** As many points as the order takes. */
  withPoints: boolean;
}

/** What is paid for each line, and by what. */
export interface Payment {
  lines: Goods["lines"];
  paidMinor: number;
  points: number;
  pointsOffMinor: number;
  couponOffMinor: number;
  benefit: BenefitUse | null;
}

const sumOf = (figures: readonly number[]) => figures.reduce((sum, one) => sum + one, 0);

function couponOff(subject: Subject, world: World, { who, goods, coupon }: Buying) {
  if (coupon === null) return new Map<string, number>();
  const hand = handOf(world, who);
  const definition = subject.coupons[coupon];
  if (!definition || (hand.coupons[coupon] ?? 0) === 0) return null;
  const { ladder } = subject;
  const { terms } = definition;
  const needed = ladder.find(({ code }) => code === terms.minTier)?.rank;
  if (terms.minTier !== null && rungOf(ladder, hand.tier).rank < (needed ?? Infinity)) return null;
  const { channel, store, lines } = goods;
  const amountMinor = sumOf(lines.map(({ quantity, unitAmountMinor: each }) => quantity * each));
  const found = discountOf(terms, { amountMinor, lines, channel, store });
  if (!found.usable) return null;
  return new Map(found.lines.map(({ lineId, discountMinor }) => [lineId, discountMinor]));
}

/** What is to pay where coupon, benefit and points do what they can; null where one of them does nothing. */
export function paymentOf(subject: Subject, world: World, buying: Buying): Payment | null {
  const off = couponOff(subject, world, buying);
  if (off === null) return null;
  const { redeem } = subject.rules;
  const { who, benefit: benefitId, goods } = buying;
  const afterCoupon = goods.lines.map((line) => ({
    line,
    leftMinor: line.quantity * line.unitAmountMinor - (off.get(line.lineId) ?? 0),
  }));
  const asked = { who, amountMinor: leftOf(afterCoupon) };
  const benefit =
    benefitId === null ? null : benefitUse(subject, world, { ...asked, benefit: benefitId });
  if (benefitId !== null && benefit === null) return null;
  const left = less(benefit?.offMinor ?? 0, afterCoupon);
  const amountMinor = leftOf(left);
  const { available } = handOf(world, who).accounts;
  const points = buying.withPoints ? Math.min(available, maxPointsFor(amountMinor, redeem)) : 0;
  const pointsOffMinor = worthMinor(points, redeem.pointsPerYuanOff);
  if (buying.withPoints && pointsOffMinor === 0) return null;
  const paid = less(pointsOffMinor, left);
  const lines = left.map(({ line, leftMinor }, at) => ({
    ...line,
    discountMinor: line.quantity * line.unitAmountMinor - leftMinor,
    paidMinor: paid[at]?.leftMinor ?? 0,
  }));
  return {
    ...{ lines, paidMinor: amountMinor - pointsOffMinor, points, pointsOffMinor },
    ...{ couponOffMinor: sumOf([...off.values()]), benefit },
  };
}

interface Left {
  line: OrderLine;
  leftMinor: number;
}

const leftOf = (lines: readonly Left[]) => sumOf(lines.map(({ leftMinor }) => leftMinor));

/** What is left of lines where so much is taken off, in proportion. */
function less(offMinor: number, lines: readonly Left[]): Left[] {
  const shares = new Map(
    spread(offMinor, [...lines]).map(({ lineId, discountMinor }) => [lineId, discountMinor]),
  );
  return lines.map(({ line, leftMinor }) => {
    return { line, leftMinor: leftMinor - (shares.get(line.lineId) ?? 0) };
  });
}

/** Benefit, points and coupon are used, then the order is told; null where that is refused. */
export function bought(subject: Subject, before: World, buying: Buying): World | null {
  const payment = paymentOf(subject, before, buying);
  if (payment === null) return null;
  const { who, coupon, goods } = buying;
  const gift = ledger.earn(subject, before, who, payment.benefit?.points ?? 0);
  const spent = ledger.spend(subject, gift.world, who, payment.points);
  if (spent === null) return null;
  const priced = priceOf(subject, spent.world, who, { ...goods, lines: payment.lines });
  const earned = ledger.earn(subject, spent.world, who, priced.points);
  let world = withUses(earned.world, who, priced.uses);
  const hand = handOf(world, who);
  const spendMinor = hand.spendMinor + payment.paidMinor;
  const tier = afterSpend(subject.ladder, hand.tier, spendMinor)?.code ?? hand.tier;
  const coupons = coupon === null ? hand.coupons : added(hand.coupons, coupon, -1);
  world = withHand(world, who, { ...hand, spendMinor, tier, coupons });
  const { promisedMinor = 0, giftPoints = 0 } = payment.benefit ?? {};
  const { weights } = priced;
  const book: Book = {
    ...{ id: world.books.length, who, day: world.day, paidMinor: payment.paidMinor },
    lines: payment.lines.map((line) => asKept(line, weights)),
    earnWeight: weights && sumOf([...weights.values()]),
    ...{ refundedMinor: 0, namedMinor: 0, namedWeight: 0, cancelled: false, returns: 0 },
    ...{ earned: priced.points, clawed: 0, lotId: earned.lotId },
    ...{ redeemed: payment.points, restored: 0, from: spent.parts, coupon },
    uses: {
      activities: priced.uses.map(({ at }) => at),
      benefits: [buying.benefit ?? [], priced.boostedBy ?? []].flat(),
      gift: { points: payment.benefit?.points ?? 0, lotId: gift.lotId, counted: giftPoints },
      promisedMinor,
    },
  };
  world = {
    ...world,
    books: [...world.books, book],
    moneyMinor: world.moneyMinor - payment.paidMinor,
    promisedMinor: world.promisedMinor + promisedMinor,
    gifts: world.gifts + giftPoints,
  };
  return followed(subject, world, who);
}

function asKept(line: OrderLine, weights: ReadonlyMap<string, number> | null): BookLine {
  const weight = weights?.get(line.lineId) ?? 0;
  return { line, paidMinor: line.paidMinor ?? 0, weight, gone: false };
}

export const added = (figures: readonly number[], at: number, more: number): readonly number[] =>
  figures.with(at, (figures[at] ?? 0) + more);

/** Charges what activities added, and takes in whom an order takes in. */
function withUses(
  world: World,
  who: number,
  uses: readonly { at: number; points: number }[],
): World {
  return uses.reduce((known, { at, points }) => {
    const hand = handOf(known, who);
    const parts = hand.parts[at] ? hand.parts : hand.parts.with(at, NO_PART);
    return { ...withHand(known, who, { ...hand, parts }), given: added(known.given, at, points) };
  }, world);
}

/** What of an order goes back: one line, all that is left, all but a fen, or half of the money. */
export type Returned = { line: number } | "REST" | "BUT_A_FEN" | "HALF";

/** The money that comes back; null where there is none to come. */
export function refundOf(book: Book, what: Returned): number | null {
  const left = book.paidMinor - book.refundedMinor;
  if (book.cancelled || left === 0) return null;
  if (typeof what === "object") {
    const line = book.lines[what.line];
    const isWhole = book.refundedMinor === book.namedMinor;
    return line && isWhole && !line.gone && line.paidMinor > 0 ? line.paidMinor : null;
  }
  if (what === "REST") return left;
  const minor = what === "HALF" ? Math.floor(left / 2) : left - 1;
  return minor > 0 ? minor : null;
}

export function refunded(
  subject: Subject,
  before: World,
  id: number,
  what: Returned,
): World | null {
  const book = bookOf(before, id);
  const minor = refundOf(book, what);
  if (minor === null) return null;
  const named = typeof what === "object" ? what.line : null;
  const line = named === null ? undefined : book.lines[named];
  const after: Book = {
    ...book,
    refundedMinor: book.refundedMinor + minor,
    namedMinor: book.namedMinor + (line ? minor : 0),
    namedWeight: book.namedWeight + (line?.weight ?? 0),
    lines: book.lines.map((one, at) => (at === named ? { ...one, gone: true } : one)),
    returns: book.returns + 1,
  };
  return undone(subject, before, after, minor);
}

export function cancelled(subject: Subject, before: World, id: number): World | null {
  const book = bookOf(before, id);
  if (book.cancelled || book.refundedMinor > 0) return null;
  return undone(subject, before, { ...book, cancelled: true }, book.paidMinor);
}

/** Takes back what the order keeps no longer, in the ledger's order: earned, then what paid for it. */
function undone(subject: Subject, before: World, after: Book, minor: number): World {
  const { who, earnWeight, namedMinor, namedWeight } = after;
  const isAll = after.cancelled || after.refundedMinor === after.paidMinor;
  const wholeMinor = after.paidMinor || 1;
  const undoneMinor = isAll ? wholeMinor : after.refundedMinor;
  const named = Math.min(earnWeight ?? 0, namedWeight);
  const weights = earnWeight === null ? null : { all: earnWeight, namedMinor, named };
  const points = undonePoints(after.earned, { wholeMinor, undoneMinor, weights }) - after.clawed;
  let world = ledger.takeBack(before, who, points, [after.lotId]);
  const back = undoneShare(after.redeemed, wholeMinor, undoneMinor) - after.restored;
  const giving = { points: back, already: after.restored, from: after.from };
  world = ledger.restore(subject, world, who, giving);
  const hand = handOf(world, who);
  const spendMinor = hand.spendMinor - minor;
  const fallen = afterRefund(subject.ladder, {
    currentCode: hand.tier,
    qualifyingBeforeMinor: hand.spendMinor,
    qualifyingAfterMinor: spendMinor,
    floorCode: hand.floor,
  });
  world = withHand(world, who, { ...hand, spendMinor, tier: fallen?.code ?? hand.tier });
  const kept = { ...after, clawed: after.clawed + points, restored: after.restored + back };
  world = withBook({ ...world, moneyMinor: world.moneyMinor + minor }, kept);
  return followed(subject, isAll ? released(subject, world, kept) : world, who);
}

const NO_USES = {
  ...{ activities: [], benefits: [] },
  ...{ gift: { points: 0, lotId: null, counted: 0 }, promisedMinor: 0 },
};

/** What was used on an order that is undone: benefits and what came with them, and the coupon. */
function released(subject: Subject, before: World, book: Book): World {
  const { who, coupon, uses } = book;
  const { gift, promisedMinor } = uses;
  let world = ledger.takeBack(before, who, gift.points, [gift.lotId]);
  world = {
    ...world,
    promisedMinor: world.promisedMinor - promisedMinor,
    gifts: world.gifts - gift.counted,
  };
  const left = { ...NO_USES, activities: uses.activities };
  const comesBack = coupon !== null && subject.coupons[coupon]?.terms.givesBack === true;
  if (!comesBack) return withBook(world, { ...book, uses: left });
  const hand = handOf(world, who);
  const by = subject.activities.findIndex((activity) => activity.coupon === coupon);
  // One that was taken back comes back to nothing.
  const isVoid = by >= 0 && hand.parts[by]?.coupon?.isVoid === true;
  const coupons = isVoid ? hand.coupons : added(hand.coupons, coupon, 1);
  const next = withHand(world, who, { ...hand, coupons });
  return withBook(next, { ...book, uses: left, coupon: null });
}

/** What the goods cost that are still theirs. */
export function keptGoodsMinor(book: Book): number {
  const { paidMinor, refundedMinor, namedMinor } = book;
  if (book.cancelled) return 0;
  const here = book.lines.filter(({ gone }) => !gone);
  const all = sumOf(here.map(({ line }) => line.quantity * line.unitAmountMinor));
  const unnamed = paidMinor - namedMinor;
  if (unnamed === 0) return all;
  return Math.floor((all * (paidMinor - refundedMinor)) / unnamed);
}
