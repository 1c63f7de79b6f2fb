import type { Ask } from "@/platform/trpc";
import { benefitOffers } from "../../benefits/service/offers";
import type { Goods } from "../../coupons/rules/discount";
import { couponOffers } from "../../coupons/service/offers";
import type { Member } from "../../members/service/members";
import type { OrderLine } from "../../orders/schema/cart";
import { amountOf } from "../../orders/schema/check";
import { maxPointsFor, worthMinor } from "../../points/rules/order-figures";
import type { Program } from "../../program/schema/rules";
import { nextRung } from "../../tiers/rules/ladder";
import { type Ladder, rungName } from "../../tiers/schema";
import { qualifyingSpend } from "../../tiers/service/ladder";
import { type Basket, bestBasket } from "../rules/basket";
import { missingFor, missingToTier } from "../rules/basket-near";

export interface BasketRequest {
  orderAmountMinor: number;
  shippingMinor: number;
  orderId?: string | undefined;
  lines?: readonly OrderLine[] | undefined;
  channel?: string | undefined;
  store?: string | undefined;
  currency?: string | undefined;
  /** Codes as they were typed. */
  coupons?: readonly string[] | undefined;
}

export interface BasketTerms {
  member: Member;
  program: Program;
  ladder: Ladder;
  tierPriceMinor: number;
  holder: Parameters<typeof benefitOffers>[1];
  counted: Pick<Parameters<typeof benefitOffers>[3], "used" | "passes">;
  pointsFor: (paidAmountMinor: number) => number;
}

type Coupons = Awaited<ReturnType<typeof couponOffers>>;
type Benefits = ReturnType<typeof benefitOffers>;

/**
 * The best way to pay for a cart now. Nothing is set aside by it.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED (too many wrong codes)
 */
export async function basketFor(ask: Ask, request: BasketRequest, terms: BasketTerms) {
  const { member, program, ladder, tierPriceMinor } = terms;
  const { shippingMinor, orderId } = request;
  const goods = goodsOf(request);
  const order = { amountMinor: request.orderAmountMinor, shippingMinor };
  const { redeem } = program.rules;
  const asked = { member, ladder, goods, orderId, typed: request.coupons ?? [] };
  const [coupons, qualifyingMinor] = await Promise.all([
    couponOffers(ask, asked),
    qualifyingSpend(ask.db, program, member, ask.now),
  ]);
  const counted = { ...terms.counted, locale: ask.locale };
  const benefits = benefitOffers(program, terms.holder, order, counted);
  const usable = coupons.offers.filter(({ judged }) => judged.usable);
  const basket = bestBasket({
    ...{ goods, shippingMinor, amounts: benefits },
    tierOffMinor: request.orderAmountMinor - tierPriceMinor,
    coupons: usable.map(({ couponId, ...offer }) => ({ ...offer, id: String(couponId) })),
  });
  const { goodsToPayMinor, toPayMinor } = basket;
  const capPoints = member.status === "ACTIVE" ? maxPointsFor(goodsToPayMinor, redeem) : 0;
  const maxPoints = Math.min(member.available, capPoints);
  const discountMinor = worthMinor(maxPoints, redeem.pointsPerYuanOff);
  return {
    ...{ toPayMinor, goodsToPayMinor, shippingToPayMinor: basket.shippingToPayMinor },
    pointsToEarn: terms.pointsFor(goodsToPayMinor),
    ...shown(basket, coupons, benefits),
    lines: basket.lines,
    points: { maxPoints, discountMinor, toPayMinor: toPayMinor - discountMinor },
    near: [
      ...nearTier(ask, terms, qualifyingMinor, goodsToPayMinor),
      ...coupons.offers.flatMap((offer) => nearCoupon(offer, goods)),
    ],
    proven: basket.isProven && coupons.isWhole,
  };
}

function goodsOf({ lines, channel, store, orderAmountMinor }: BasketRequest): Goods {
  const amountMinor = lines ? amountOf(lines) : orderAmountMinor;
  return { amountMinor, lines: lines ?? null, channel, store };
}

/** What was chosen and what was not, by their names. */
function shown(basket: Basket, { offers, unknown }: Coupons, benefits: Benefits) {
  const NOBODY = { couponId: null, benefitId: null, name: null, code: null };
  const coupons = new Map(offers.map((offer) => [String(offer.couponId), offer]));
  const byId = new Map(benefits.map((benefit) => [benefit.id, benefit]));
  const named = ({ kind, id }: { kind: string; id: string | null }) => {
    const coupon = kind === "COUPON" && id !== null ? coupons.get(id) : undefined;
    if (coupon) {
      const { couponId, name, code } = coupon;
      return { couponId, benefitId: null, name, code };
    }
    const name = id === null ? null : (byId.get(id)?.name ?? null);
    return { ...NOBODY, benefitId: id, name };
  };
  const endOf = ({ kind, id }: { kind: string; id: string | null }) => {
    if (id === null) return null;
    return (kind === "COUPON" ? coupons.get(id)?.endsAt : byId.get(id)?.endsAt) ?? null;
  };
  const refused = offers.flatMap(({ couponId, judged }) => {
    if (judged.usable) return [];
    const { reason, facts } = judged;
    return [{ kind: "COUPON" as const, id: String(couponId), reason, facts }];
  });
  const nobodys = unknown.map((code) => {
    return { kind: "COUPON" as const, ...NOBODY, code, reason: "COUPON_NOT_FOUND", facts: {} };
  });
  const chosen = basket.runnerUp?.chosen ?? [];
  return {
    applied: basket.applied.map(({ id, ...one }) => {
      const about = { kind: one.kind, id };
      return { ...named(about), ...one, endsAt: endOf(about) };
    }),
    unused: [
      ...[...basket.unused, ...refused].map(({ id, ...one }) => {
        return { ...named({ kind: one.kind, id }), ...one };
      }),
      ...nobodys,
    ],
    runnerUp: basket.runnerUp && {
      toPayMinor: basket.runnerUp.toPayMinor,
      couponIds: chosen.flatMap(({ kind, id }) => (kind === "COUPON" ? [Number(id)] : [])),
      benefitIds: chosen.flatMap(({ kind, id }) => (kind === "BENEFIT" ? [id] : [])),
    },
  };
}

function nearTier(
  { locale }: Ask,
  { ladder, member }: BasketTerms,
  qualifyingMinor: number,
  goodsToPayMinor: number,
) {
  const next = nextRung(ladder, member.tierCode);
  if (!next) return [];
  const moreMinor = missingToTier(next.thresholdMinor, qualifyingMinor, goodsToPayMinor);
  return [{ kind: "TIER" as const, code: next.code, name: rungName(next, locale), moreMinor }];
}

function nearCoupon({ couponId, name, terms, judged }: Coupons["offers"][number], goods: Goods) {
  const missing = judged.usable ? null : missingFor(terms, goods, judged);
  return missing ? [{ kind: "COUPON" as const, couponId, name, ...missing }] : [];
}
