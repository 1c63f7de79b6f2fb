import { type Beside, discountOf, NOTHING_BESIDE } from "@/modules/coupons/rules/discount";
import type { CouponTerms } from "@/modules/coupons/schema/terms";
import type { OrderLine } from "@/modules/orders/schema/cart";
import { lineAmountMinor } from "@/modules/orders/schema/check";
import type { AmountOffer, BasketFacts, CouponOffer } from "@/modules/purchases/rules/basket-items";

/** Baskets as tests and the bench make them, and the best of each by trying everything. */

type Whole = (below: number) => number;

/** Mulberry32: the same seed draws the same, whatever else is drawn. */
export function drawing(seed: number): Whole {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface Sizes {
  lines: number;
  coupons: number;
  amounts: number;
  /** Prices below it; the smaller, the more ties. */
  priceMinor: number;
  /** What coupons take off is below it. */
  worthMinor: number;
}

const CATEGORIES = ["SHOES", "SOCKS", "HATS"];

function lineOf(draw: Whole, at: number, priceMinor: number): OrderLine {
  const quantity = 1 + draw(3);
  const unitAmountMinor = draw(priceMinor);
  const categories = CATEGORIES.filter(() => draw(2) === 0);
  const discountMinor = draw(4) === 0 ? draw(quantity * unitAmountMinor + 1) : 0;
  const about = { lineId: `l${at}`, sku: `S${draw(3)}`, brand: `B${draw(2)}`, categories };
  return { ...about, quantity, unitAmountMinor, discountMinor, giftCard: draw(8) === 0 };
}

function effectOf(draw: Whole, worthMinor: number): CouponTerms["effect"] {
  const kind = draw(5);
  if (kind === 0) return { kind: "ITEM", sku: `S${draw(3)}`, valueMinor: 1 + draw(worthMinor) };
  if (kind > 2) return { kind: "AMOUNT", amountMinor: 1 + draw(worthMinor) };
  const maximumMinor = draw(2) === 0 ? 1 + draw(worthMinor) : null;
  return { kind: "PERCENT", offBps: 500 * (1 + draw(20)), maximumMinor };
}

function couponOf(draw: Whole, at: number, worthMinor: number): CouponOffer {
  const words = { categories: [], brands: [], skus: [] };
  const include =
    [
      { ...words, categories: [CATEGORIES[draw(3)] ?? ""] },
      { ...words, brands: [`B${draw(2)}`] },
    ][draw(3)] ?? words;
  const exclude = draw(6) === 0 ? { ...words, skus: [`S${draw(3)}`] } : words;
  const terms: CouponTerms = {
    ...{ validFrom: null, validUntil: null, validDays: 7, uses: 1, minTier: null, givesBack: true },
    effect: effectOf(draw, worthMinor),
    minimumMinor: draw(3) === 0 ? draw(worthMinor) : 0,
    scope: draw(3) === 0 ? null : { include, exclude, channels: [], stores: [] },
    combinable: draw(4) > 0,
  };
  return { id: String(1 + at), terms, endsAt: draw(5) === 0 ? null : new Date(draw(4)) };
}

function amountOf(draw: Whole, at: number, worthMinor: number): AmountOffer {
  const about = draw(2) === 0 ? "GOODS" : "SHIPPING";
  const endsAt = draw(2) === 0 ? null : new Date(draw(4));
  return { id: `b${at}`, about, valueMinor: draw(worthMinor), isScarce: draw(3) > 0, endsAt };
}

export function basketOf(draw: Whole, sizes: Sizes): BasketFacts {
  const many = <One>(count: number, one: (at: number) => One) =>
    Array.from({ length: count }, (_, at) => one(at));
  const told = many(sizes.lines, (at) => lineOf(draw, at, sizes.priceMinor));
  const whole = told.reduce((sum, line) => sum + lineAmountMinor(line), 0);
  const lines = sizes.lines === 0 ? null : told;
  const amountMinor = lines ? whole : 1 + draw(sizes.priceMinor * 3);
  return {
    goods: { amountMinor, lines },
    shippingMinor: draw(3) === 0 ? 0 : draw(sizes.worthMinor),
    tierOffMinor: Math.floor((amountMinor * draw(4)) / 10),
    coupons: many(sizes.coupons, (at) => couponOf(draw, at, sizes.worthMinor)),
    amounts: many(sizes.amounts, (at) => amountOf(draw, at, sizes.worthMinor)),
  };
}

export interface Tried {
  toPayMinor: number;
  /** Coupons in the order in which they apply, then benefits. */
  names: string[];
}

interface Set {
  coupons: CouponOffer[];
  amounts: AmountOffer[];
}

function subsets<One>(of: readonly One[]): One[][] {
  const all: One[][] = [[]];
  for (const one of of) all.push(...all.map((some) => [...some, one]));
  return all;
}

const nameOf = (one: CouponOffer | AmountOffer) => ("terms" in one ? `c${one.id}` : one.id);

interface Ending {
  end: number;
  kind: number;
  id: string;
}

const ending = (one: CouponOffer | AmountOffer, kind: number): Ending => {
  return { end: one.endsAt?.getTime() ?? Number.POSITIVE_INFINITY, kind, id: one.id };
};

/** The set's things as they are used up: those that end first, coupons first, the lower id first. */
function key({ coupons, amounts }: Set): Ending[] {
  const all = [...coupons.map((one) => ending(one, 0)), ...amounts.map((one) => ending(one, 1))];
  return all.toSorted(compareEnds);
}

function compareEnds(a: Ending, b: Ending): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  if (a.kind !== b.kind) return a.kind - b.kind;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** All sets that are allowed, each reckoned by the coupons' own rule; the two best of them. */
export function byTryingAll(facts: BasketFacts): [Tried, Tried | null] {
  const { goods, amounts } = facts;
  const sure = amounts.filter(({ isScarce }) => !isScarce);
  const scarce = amounts.filter(({ isScarce }) => isScarce);
  const some = subsets(scarce.toSorted((a, b) => compareEnds(ending(a, 1), ending(b, 1))));
  const width = ({ terms }: CouponOffer) => {
    const scoped = {
      ...terms,
      effect: { kind: "AMOUNT" as const, amountMinor: 1e12 },
      minimumMinor: 0,
    };
    const discount = discountOf(terms.effect.kind === "ITEM" ? terms : scoped, goods);
    return discount.usable ? discount.discountMinor : 0;
  };
  const inOrder = facts.coupons.toSorted(
    (a, b) => width(a) - width(b) || compareEnds(ending(a, 0), ending(b, 0)),
  );
  const allowed = subsets(inOrder).filter(
    (coupons) => coupons.length < 2 || coupons.every(({ terms }) => terms.combinable),
  );
  const results = allowed.flatMap((coupons) =>
    some.flatMap((chosen) => {
      const set = { coupons, amounts: chosen };
      const toPayMinor = toPayOf(facts, sure, set);
      return toPayMinor === null ? [] : [{ set, toPayMinor, key: key(set) }];
    }),
  );
  results.sort((a, b) => {
    if (a.toPayMinor !== b.toPayMinor) return a.toPayMinor - b.toPayMinor;
    if (a.key.length !== b.key.length) return a.key.length - b.key.length;
    for (const [at, one] of a.key.entries()) {
      const other = b.key[at];
      const order = other ? compareEnds(one, other) : 0;
      if (order !== 0) return order;
    }
    return 0;
  });
  const told = results.slice(0, 2).map(({ set, toPayMinor }) => ({
    toPayMinor,
    names: [...set.coupons, ...set.amounts].map(nameOf),
  }));
  const [best = { toPayMinor: Number.NaN, names: [] }, second = null] = told;
  return [best, second];
}

/** What is left to pay by a set; null where something in it leaves no less. */
function toPayOf(facts: BasketFacts, sure: readonly AmountOffer[], set: Set): number | null {
  const off = { GOODS: facts.tierOffMinor, SHIPPING: 0 };
  for (const { about, valueMinor } of sure) off[about] += valueMinor;
  const toPay = () =>
    Math.max(0, facts.goods.amountMinor - off.GOODS) +
    Math.max(0, facts.shippingMinor - off.SHIPPING);
  let before = toPay();
  const isOfUse = () => {
    const isLess = toPay() < before;
    before = toPay();
    return isLess;
  };
  let beside: Beside = NOTHING_BESIDE;
  for (const { terms } of set.coupons) {
    const discount = discountOf(terms, facts.goods, beside);
    if (!discount.usable) return null;
    const byLine = new Map(beside.byLine);
    for (const { lineId, discountMinor } of discount.lines) {
      byLine.set(lineId, (byLine.get(lineId) ?? 0) + discountMinor);
    }
    beside = { byLine, allMinor: beside.allMinor + discount.discountMinor };
    off.GOODS += discount.discountMinor;
    if (!isOfUse()) return null;
  }
  for (const { about, valueMinor } of set.amounts) {
    off[about] += valueMinor;
    if (!isOfUse()) return null;
  }
  return before;
}
