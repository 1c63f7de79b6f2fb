import { floorShare } from "@/platform/arithmetic";
import { discountOf, type Goods } from "../../coupons/rules/discount";
import type { CouponReason } from "../../coupons/schema/coupons";
import type { CouponTerms } from "../../coupons/schema/terms";
import { linesInScope } from "../../orders/rules/lines";
import { lineAmountMinor } from "../../orders/schema/check";

/** What may pay for a part of a basket, made ready for a search that tries many sets of it. */

export interface CouponOffer {
  id: string;
  terms: CouponTerms;
  endsAt: Date | null;
}

/** A benefit's worth for the order: it asks for no lines. */
export interface AmountOffer {
  id: string;
  about: "GOODS" | "SHIPPING";
  valueMinor: number;
  /** Something is used up by it: a pass, or one of so many uses. What is not scarce always applies. */
  isScarce: boolean;
  endsAt: Date | null;
}

export interface BasketFacts {
  goods: Goods;
  shippingMinor: number;
  /** What the tier's price takes off the goods. */
  tierOffMinor: number;
  coupons: readonly CouponOffer[];
  amounts: readonly AmountOffer[];
}

/** What is left of each line; of goods without lines of all of them. */
export type Left = readonly number[];

export interface Item {
  kind: "COUPON" | "BENEFIT";
  id: string;
  about: "GOODS" | "SHIPPING";
  /** A coupon that bears no other beside it. */
  isAlone: boolean;
  /** The most it takes off, with nothing beside it. */
  mostMinor: number;
  /** Of goods, what it is about: the narrower it is, the earlier it comes. */
  widthMinor: number;
  endsAt: number;
  /** Among all items: what ends sooner first. */
  rank: number;
  /** Coupons of one scope take of the same goods; empty where it takes of no line. */
  scope: readonly number[];
  scopeKey: string;
  /** The scopes of other items that have all of this one's lines, the narrowest first. */
  wider: readonly string[];
  /** What it takes off each line of its scope by now; null where nothing. */
  take: (left: Left) => { takenMinor: number; left: Left } | null;
}

export interface Refused {
  id: string;
  reason: CouponReason;
  facts: Record<string, string | number>;
}

/** Numbers by their size, other names by their letters: a fixed order, whatever came first. */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** As `discountOf` spreads an amount: in proportion to what is left of each line. */
function takeSpread(mostMinor: number, scope: readonly number[]): Item["take"] {
  return (left) => {
    let whole = 0;
    for (const at of scope) whole += left[at] ?? 0;
    const takenMinor = Math.min(mostMinor, whole);
    if (takenMinor === 0) return null;
    const after = left.slice();
    let upTo = 0;
    let before = 0;
    for (const at of scope) {
      const leftMinor = left[at] ?? 0;
      upTo += leftMinor;
      const shareUpTo = floorShare(takenMinor, upTo, whole);
      after[at] = leftMinor - (shareUpTo - before);
      before = shareUpTo;
    }
    return { takenMinor, left: after };
  };
}

/** As `discountOf` chooses one piece: the dearest, of several lines the first. */
function takePiece(valueMinor: number, pieces: readonly { at: number; priceMinor: number }[]) {
  return (left: Left) => {
    let best = -1;
    let dearest = 0;
    for (const { at, priceMinor } of pieces) {
      const nowMinor = Math.min(priceMinor, left[at] ?? 0);
      if (nowMinor <= dearest) continue;
      dearest = nowMinor;
      best = at;
    }
    const takenMinor = Math.min(dearest, valueMinor);
    if (takenMinor === 0) return null;
    return {
      takenMinor,
      left: left.map((minor, at) => (at === best ? minor - takenMinor : minor)),
    };
  };
}

const NO_LINES: readonly number[] = Object.freeze([]);

function scopeOf({ terms }: CouponOffer, { lines, channel, store }: Goods): readonly number[] {
  if (lines === null) return [0];
  const { scope } = terms;
  const about = new Set(scope === null ? lines : linesInScope({ lines, channel, store }, scope));
  return lines.flatMap((line, at) => (about.has(line) && !line.giftCard ? [at] : []));
}

/** A coupon by the goods alone: ready for the search, or why it takes nothing off whatever is beside it. */
export function couponItem(offer: CouponOffer, goods: Goods): Item | Refused {
  const { id, terms, endsAt } = offer;
  const alone = discountOf(terms, goods);
  if (!alone.usable) return { id, reason: alone.reason, facts: alone.facts };
  const mostMinor = alone.discountMinor;
  const scope = scopeOf(offer, goods);
  const { effect } = terms;
  const common = {
    kind: "COUPON" as const,
    id,
    about: "GOODS" as const,
    isAlone: !terms.combinable,
    mostMinor,
    endsAt: endsAt?.getTime() ?? Number.POSITIVE_INFINITY,
    rank: 0,
    wider: [],
  };
  if (effect.kind === "ITEM") {
    const pieces = scope.flatMap((at) => {
      const line = goods.lines?.[at];
      if (line?.sku !== effect.sku) return [];
      return [{ at, priceMinor: floorShare(lineAmountMinor(line), 1, line.quantity) }];
    });
    const take = takePiece(effect.valueMinor, pieces);
    return { ...common, widthMinor: mostMinor, scope: NO_LINES, scopeKey: "", take };
  }
  const amounts = leftOf(goods);
  const widthMinor = scope.reduce((sum, at) => sum + (amounts[at] ?? 0), 0);
  const take = takeSpread(mostMinor, scope);
  return { ...common, widthMinor, scope, scopeKey: scope.join(), take };
}

/** A use of a benefit: it takes its worth off whatever is left to pay. */
export function amountItem({ id, about, valueMinor, endsAt }: AmountOffer): Item {
  return {
    kind: "BENEFIT",
    id,
    about,
    isAlone: false,
    mostMinor: valueMinor,
    widthMinor: Number.POSITIVE_INFINITY,
    endsAt: endsAt?.getTime() ?? Number.POSITIVE_INFINITY,
    rank: 0,
    scope: NO_LINES,
    scopeKey: "",
    wider: [],
    take: (left) => ({ takenMinor: valueMinor, left }),
  };
}

/** The goods before anything is taken off. */
export function leftOf({ lines, amountMinor }: Goods): Left {
  return lines === null ? [amountMinor] : lines.map(lineAmountMinor);
}

function byEnd(one: Item, other: Item): number {
  if (one.endsAt !== other.endsAt) return one.endsAt < other.endsAt ? -1 : 1;
  if (one.kind !== other.kind) return one.kind === "COUPON" ? -1 : 1;
  return compareIds(one.id, other.id);
}

const groupOf = ({ kind, isAlone }: Item) => {
  if (kind === "BENEFIT") return 2;
  return isAlone ? 0 : 1;
};

function widerScopes(items: readonly Item[]): ReadonlyMap<string, string[]> {
  const scopes = new Map(items.map(({ scopeKey, scope }) => [scopeKey, new Set(scope)]));
  scopes.delete("");
  const bySize = [...scopes].toSorted(([, one], [, other]) => one.size - other.size);
  const widerThan = (scope: ReadonlySet<number>) =>
    bySize.flatMap(([key, other]) =>
      other.size > scope.size && [...scope].every((at) => other.has(at)) ? [key] : [],
    );
  return new Map(bySize.map(([key, scope]) => [key, widerThan(scope)]));
}

/**
 * Items in the order in which they apply: coupons before benefits, the narrower first (one free piece,
 * shoes, all goods), then what ends sooner, then by id. Coupons that stand alone meet no other, so
 * they come first for the search's sake, and of them what is worth most: the others cost a step each.
 */
export function inOrder(items: readonly Item[]): Item[] {
  const widerOf = widerScopes(items);
  const ranked = items.toSorted(byEnd).map((item, rank) => {
    return { ...item, rank, wider: widerOf.get(item.scopeKey) ?? [] };
  });
  return ranked.toSorted((one, other) => {
    if (groupOf(one) !== groupOf(other)) return groupOf(one) - groupOf(other);
    if (one.isAlone && one.mostMinor !== other.mostMinor) return other.mostMinor - one.mostMinor;
    if (one.widthMinor !== other.widthMinor) return one.widthMinor < other.widthMinor ? -1 : 1;
    return one.rank - other.rank;
  });
}
