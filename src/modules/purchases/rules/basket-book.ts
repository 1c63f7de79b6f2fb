import { discountOf, type LineDiscount, spread } from "../../coupons/rules/discount";
import { linesInScope } from "../../orders/rules/lines";
import type { OrderLine } from "../../orders/schema/cart";
import { lineAmountMinor } from "../../orders/schema/check";
import type { BasketFacts, CouponOffer } from "./basket-items";

/** What a chosen set takes off a basket, thing by thing and line by line. */

export type LineReason = "GIFT_CARD" | "NOT_IN_SCOPE" | "NOTHING_LEFT";

export interface LineShare extends LineDiscount {
  /** Why nothing comes off it. */
  reason: LineReason | null;
}

export interface Applied {
  kind: "COUPON" | "TIER_PRICE" | "BENEFIT";
  /** Of a coupon or a benefit. */
  id: string | null;
  about: "GOODS" | "SHIPPING";
  discountMinor: number;
  lines: LineShare[];
}

export interface Book {
  goodsToPayMinor: number;
  shippingToPayMinor: number;
  toPayMinor: number;
  /** In the order in which it applies. */
  applied: Applied[];
  lines: { lineId: string; amountMinor: number; discountMinor: number; toPayMinor: number }[];
}

/** Something that takes its worth off whatever is left. */
export interface Amount extends Pick<Applied, "kind" | "id" | "about"> {
  valueMinor: number;
}

type Taken = ReadonlyMap<string, number>;

interface Sums {
  byLine: Taken;
  goodsMinor: number;
  shippingMinor: number;
  applied: Applied[];
}

/**
 * Coupons in their order by the very rule that orders go by, then the amounts: each of what is left.
 * Example: ¥100 with ¥30 off and a tier's price of ¥85 → ¥30, then ¥15, ¥55 to pay.
 */
export function bookOf(
  facts: BasketFacts,
  coupons: readonly CouponOffer[],
  amounts: readonly Amount[],
): Book {
  const { goods, shippingMinor } = facts;
  const start: Sums = { byLine: new Map(), goodsMinor: 0, shippingMinor: 0, applied: [] };
  const withCoupons = coupons.reduce((sums, coupon) => addCoupon(sums, coupon, facts), start);
  const sums = amounts.reduce((before, amount) => addAmount(before, amount, facts), withCoupons);
  const goodsToPayMinor = goods.amountMinor - sums.goodsMinor;
  const shippingToPayMinor = shippingMinor - sums.shippingMinor;
  const lines = (goods.lines ?? []).map((line) => {
    const amountMinor = lineAmountMinor(line);
    const discountMinor = sums.byLine.get(line.lineId) ?? 0;
    const toPayMinor = amountMinor - discountMinor;
    return { lineId: line.lineId, amountMinor, discountMinor, toPayMinor };
  });
  const toPayMinor = goodsToPayMinor + shippingToPayMinor;
  return { goodsToPayMinor, shippingToPayMinor, toPayMinor, applied: sums.applied, lines };
}

function added(byLine: Taken, shares: readonly LineDiscount[]): Taken {
  const sum = new Map(byLine);
  for (const { lineId, discountMinor } of shares) {
    sum.set(lineId, (sum.get(lineId) ?? 0) + discountMinor);
  }
  return sum;
}

function addCoupon(sums: Sums, { id, terms }: CouponOffer, { goods }: BasketFacts): Sums {
  const beside = { byLine: sums.byLine, allMinor: sums.goodsMinor };
  const discount = discountOf(terms, goods, beside);
  if (!discount.usable) return sums;
  const { discountMinor, lines: shares } = discount;
  const lines = goods.lines ?? [];
  const about = terms.scope === null ? lines : linesInScope({ ...goods, lines }, terms.scope);
  const isAbout = new Set(about.map(({ lineId }) => lineId));
  const { effect } = terms;
  const reasonOf = ({ lineId, giftCard, sku }: OrderLine): LineReason => {
    if (giftCard) return "GIFT_CARD";
    const isOther = effect.kind === "ITEM" && effect.sku !== sku;
    return isOther || !isAbout.has(lineId) ? "NOT_IN_SCOPE" : "NOTHING_LEFT";
  };
  const shown = shownShares(lines, shares, reasonOf);
  const one: Applied = { kind: "COUPON", id, about: "GOODS", discountMinor, lines: shown };
  return {
    ...sums,
    byLine: added(sums.byLine, shares),
    goodsMinor: sums.goodsMinor + discountMinor,
    applied: [...sums.applied, one],
  };
}

function addAmount(sums: Sums, { valueMinor, ...about }: Amount, facts: BasketFacts): Sums {
  const { goods } = facts;
  if (about.about === "SHIPPING") {
    const discountMinor = Math.min(valueMinor, facts.shippingMinor - sums.shippingMinor);
    if (discountMinor === 0) return sums;
    const applied = [...sums.applied, { ...about, discountMinor, lines: [] }];
    return { ...sums, shippingMinor: sums.shippingMinor + discountMinor, applied };
  }
  const discountMinor = Math.min(valueMinor, goods.amountMinor - sums.goodsMinor);
  if (discountMinor === 0) return sums;
  const lines = goods.lines ?? [];
  const left = lines.map((line) => {
    return { line, leftMinor: lineAmountMinor(line) - (sums.byLine.get(line.lineId) ?? 0) };
  });
  const shares = spread(discountMinor, left);
  const shown = shownShares(lines, shares, () => "NOTHING_LEFT");
  return {
    ...sums,
    byLine: added(sums.byLine, shares),
    goodsMinor: sums.goodsMinor + discountMinor,
    applied: [...sums.applied, { ...about, discountMinor, lines: shown }],
  };
}

function shownShares(
  lines: readonly OrderLine[],
  shares: readonly LineDiscount[],
  reasonOf: (line: OrderLine) => LineReason,
): LineShare[] {
  const share = new Map(shares.map(({ lineId, discountMinor }) => [lineId, discountMinor]));
  return lines.map((line) => {
    const discountMinor = share.get(line.lineId) ?? 0;
    return {
      lineId: line.lineId,
      discountMinor,
      reason: discountMinor > 0 ? null : reasonOf(line),
    };
  });
}
