import { floorShare } from "@/platform/arithmetic";
import type { MemberRef } from "@/platform/auth";
import type { Ask } from "@/platform/trpc";
import { type PreviewFacts, previewMultiplier } from "../../activities/service/multiply";
import { bestMultiplier } from "../../benefits/service/boost";
import { holderOf, usedBy } from "../../benefits/service/holder";
import { passesOf } from "../../benefits/service/passes";
import { quoteBenefits, tierPriceMinor } from "../../benefits/service/view";
import type { Rate } from "../../orders/schema/currency";
import { requireStanding, standingOf } from "../../orders/service/standing";
import { purchasePoints } from "../../points/rules/earn";
import { type EarningPart, earningOf, earningParts } from "../../points/rules/goods";
import {
  type Goods,
  maxPointsFor,
  type Raise,
  raisedPoints,
  worthMinor,
} from "../../points/rules/order-figures";
import { onOrder } from "../../points/service/hold-view";
import { settledMember } from "../../points/service/view";
import type { Program } from "../../program/schema/rules";
import { nextRung, rungOf } from "../../tiers/rules/ladder";
import { type Rung, rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import { mostPoints, type PaymentFacts } from "../rules/order";
import { type BasketRequest, basketFor } from "./basket";
import { roomToEarn } from "./earn-room";
import { inItsCurrency, inProgram } from "./quote-currency";

/** An `orderId` that takes nothing any more is refused. */
export interface QuoteRequest extends BasketRequest {
  /** That would pay for a part; default what is held or was spent on the order. */
  points?: number | undefined;
}

type Holder = ReturnType<typeof holderOf>;

interface Terms {
  program: Program;
  order: { amountMinor: number; shippingMinor: number };
  used: ReadonlyMap<string, number>;
  /** With the activities that run now. */
  multiplied: (facts: PreviewFacts) => number;
  /** What of it earns, when all of its price is paid in money. */
  goods: Goods;
  parts: readonly EarningPart[];
  about: Pick<BasketRequest, "channel" | "store">;
  /** That the member may still earn. */
  pointsMax: number;
}

/**
 * What an order would cost and bring a member now, and at the next tier: the tier's price, what each
 * benefit is worth, the most points that may pay for it, and the points it earns when all of the
 * tier's price is paid in money, and what points change of it; of a cart with lines or coupons also the
 * best way to pay for it. Nothing is set aside by it.
 *
 * @throws DomainError MEMBER_NOT_FOUND, DUPLICATE_REFERENCE for an order that takes nothing any more,
 * CURRENCY_WITHOUT_RATE, VALIDATION_FAILED beyond what one order may earn or a figure holds, RATE_LIMIT_EXCEEDED after too many wrong codes
 */
export async function quote(ask: Ask, ref: MemberRef, request: QuoteRequest) {
  const [member, { program, ladder }] = await Promise.all([
    settledMember(ask, ref),
    programAndLadderOf(ask),
  ]);
  const { amount, counted } = inProgram(program, request);
  const { orderId } = request;
  if (orderId !== undefined) {
    const { orderAmountMinor } = counted;
    const act = { orderId, memberId: member.id, orderAmountMinor };
    requireStanding(await standingOf(ask.db, orderId), act);
  }
  const holder = holderOf(member, program, ladder, ask.now);
  const [used, passes, multiplied, claims, pointsMax] = await Promise.all([
    usedBy(ask.db, member.id, program.rules.benefits, holder),
    passesOf(ask.db, member.id, ask.now),
    previewMultiplier(ask, member, { now: ask.now, timeZone: program.timeZone }),
    orderId === undefined ? NOTHING : onOrder(ask.db, orderId, member.id, ask.now),
    roomToEarn(ask.db, program, member.id, { paidAt: ask.now, own: 0 }),
  ]);
  const order = { amountMinor: counted.orderAmountMinor, shippingMinor: counted.shippingMinor };
  const { channel, store } = request;
  const terms = {
    ...{ program, order, used, multiplied, pointsMax, about: { channel, store } },
    ...goodsOf(request, program, amount.rate),
  };
  const here = priceAt(terms, holder);
  const { redeem } = program.rules;
  const isSpendable = member.status === "ACTIVE";
  const capPoints = isSpendable ? maxPointsFor(here.tierPriceMinor, redeem) : 0;
  const maxPoints = Math.min(member.available, capPoints);
  const isBasket = request.lines !== undefined || request.coupons !== undefined;
  const best = isBasket
    ? await basketFor(ask, counted, {
        ...{ member, program, ladder, holder, counted: { used, passes } },
        tierPriceMinor: here.tierPriceMinor,
        pointsFor: (paidMinor) =>
          pointsFor(terms, holder, { paidMinor, tierPriceMinor: here.tierPriceMinor }),
      })
    : null;
  const above = nextRung(ladder, member.tierCode);
  const there = above && priceAt(terms, holderOf(member, program, ladder, ask.now, above));
  const payWithPoints = payment(terms, holder, {
    status: member.status,
    available: member.available,
    owed: member.owed,
    capPoints,
    ...claims,
    tierPriceMinor: here.tierPriceMinor,
    asked: request.points,
    now: ask.now,
  });
  return {
    tier: named(rungOf(ladder, member.tierCode), ask),
    ...here,
    ...inItsCurrency(request, amount, { ...here, payWithPoints, best }),
    benefits: quoteBenefits(program, holder, order, { used, passes, locale: ask.locale }),
    maxPoints,
    maxPointsDiscountMinor: worthMinor(maxPoints, redeem.pointsPerYuanOff),
    payWithPoints,
    nextTier: above && there ? { ...named(above, ask), ...there } : null,
    best,
  };
}

function named(rung: Rung, { locale }: Ask) {
  return { code: rung.code, name: rungName(rung, locale) };
}

type Claims = Awaited<ReturnType<typeof onOrder>>;

const NOTHING: Claims = { held: null, redeemed: null };

interface PaymentRequest extends Claims, Omit<PaymentFacts, "heldPoints"> {
  tierPriceMinor: number;
  asked: number | undefined;
  now: Date;
}

/** What points change of the tier's price: those asked about, or those that the order has. */
function payment(terms: Terms, holder: Holder, request: PaymentRequest) {
  const { held, redeemed, asked, tierPriceMinor, now, status, ...facts } = request;
  const { pointsPerYuanOff } = terms.program.rules.redeem;
  const { most, reason } = mostPoints({ status, ...facts, heldPoints: held?.points ?? 0 });
  const points = Math.min(asked ?? 0, most);
  const wanted = { points, discountMinor: worthMinor(points, pointsPerYuanOff) };
  const paying = redeemed ?? (asked === undefined && held ? held : wanted);
  const toPayMinor = Math.max(0, tierPriceMinor - paying.discountMinor);
  return {
    points: paying.points,
    discountMinor: paying.discountMinor,
    toPayMinor,
    pointsToEarn: pointsFor(terms, holder, { paidMinor: toPayMinor, tierPriceMinor }),
    mostPoints: most,
    reason,
    pointsPerYuanOff,
    ...facts,
    held: held && heldOnOrder(held, now),
    redeemed,
  };
}

function heldOnOrder(hold: NonNullable<Claims["held"]>, now: Date) {
  const { id, points, discountMinor, orderAmountMinor, expiresAt, madeByService } = hold;
  const secondsLeft = Math.ceil((expiresAt.getTime() - now.getTime()) / 1000);
  const made = { holdId: id, orderAmountMinor, byService: madeByService };
  return { ...made, points, discountMinor, expiresAt, secondsLeft };
}

function goodsOf(
  { lines = [], channel, store, ...request }: QuoteRequest,
  { rules }: Program,
  rate: Rate,
): { goods: Goods; parts: EarningPart[] } {
  const { orderAmountMinor: paidAmountMinor, shippingMinor } = request;
  const sold = { lines, channel, store, paidAmountMinor, shippingMinor, rate };
  const goods = earningOf(sold, rules.goods);
  return { goods, parts: earningParts(sold, goods, rules.goods) };
}

/** Price and points as one tier gives them. */
function priceAt(terms: Terms, holder: Holder) {
  const price = tierPriceMinor(terms.program, holder, terms.order, terms.used);
  const pointsToEarn = pointsFor(terms, holder, { paidMinor: price, tierPriceMinor: price });
  return { tierPriceMinor: price, pointsToEarn };
}

/** What the money in the place of the whole price earns: each line costs less by what the whole does. */
function goodsFor({ program, order, goods }: Terms, { paidMinor, tierPriceMinor }: Payment): Goods {
  const { discountsEarn } = program.rules.goods;
  if (isTooLittle(program, paidMinor)) return { weight: 0, fixedPoints: 0 };
  // Where what discounts take off earns too, the tier's price is one of them.
  const whole = discountsEarn ? tierPriceMinor : order.amountMinor;
  const weight = whole === 0 ? 0 : floorShare(goods.weight, paidMinor, whole);
  return { weight, fixedPoints: goods.fixedPoints };
}

const isTooLittle = ({ rules }: Program, paidMinor: number) => paidMinor < rules.goods.minimumMinor;

/** What was paid for each part follows the whole, as its weight does. */
function partsFor({ program, order, parts }: Terms, { paidMinor }: Payment): EarningPart[] {
  if (isTooLittle(program, paidMinor)) return [];
  const whole = order.amountMinor;
  return parts.map((part) => ({
    ...part,
    paidMinor: whole === 0 ? 0 : floorShare(part.paidMinor, paidMinor, whole),
  }));
}

interface Payment {
  paidMinor: number;
  tierPriceMinor: number;
}

/** What so much money for the order earns at a tier. */
function pointsFor(terms: Terms, holder: Holder, payment: Payment) {
  const { program, used, multiplied, pointsMax } = terms;
  const { rank, multiplierPct } = holder.rung;
  const { pointsPerYuan } = program.rules.earn;
  const goods = goodsFor(terms, payment);
  const { paidMinor: paidAmountMinor } = payment;
  const facts = { paidAmountMinor, pointsPerYuan, multiplierPct, goods, pointsMax };
  const otherPct = bestMultiplier(program, holder, used)?.multiplierPct ?? 100;
  const boosted = { ...facts, boostPct: otherPct };
  // Refused beyond what one order may earn, whatever activities add.
  purchasePoints(boosted);
  const parts = partsFor(terms, payment);
  const pointsAt = (raise: Raise) => raisedPoints(boosted, parts, raise);
  return multiplied({ rank, otherPct, parts, ...terms.about, pointsAt });
}
