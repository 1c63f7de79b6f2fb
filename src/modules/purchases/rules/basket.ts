import { type Applied, type Book, bookOf } from "./basket-book";
import {
  type AmountOffer,
  amountItem,
  type BasketFacts,
  compareIds,
  couponItem,
  type Item,
  inOrder,
  leftOf,
  type Refused,
} from "./basket-items";
import { search } from "./basket-search";

/**
 * The best way to pay for a basket, with what it takes off each line: pure.
 *
 * Best is what leaves least to pay in money; of that what uses fewest things up (coupons, passes, uses
 * that are counted); of that what ends sooner; then by id. Points are money of another kind, and how many
 * to spend is the member's to say: they are no part of it.
 *
 * What may be together: the tier's price with everything; a coupon that is not combinable with no other
 * coupon; benefits with everything. Coupons are reckoned by the goods' price before any discount, one
 * after the other in the order that is answered, each taking of what the ones before it left, as an order
 * that names them in this order does. Of what they leave, the tier's price and then benefits take what
 * they are worth. Nothing takes off more than there is, and a set has nothing in it that leaves no less
 * to pay.
 */

interface Named {
  kind: "COUPON" | "BENEFIT";
  id: string;
}

export interface Unused extends Named {
  reason: string;
  facts: Refused["facts"];
}

export interface Basket extends Book {
  unused: Unused[];
  /** The best of all other sets; null where there is none. */
  runnerUp: { toPayMinor: number; chosen: Named[] } | null;
  /** False where there was more to try than is tried. */
  isProven: boolean;
}

/** Combinable coupons that are tried together at most: those that are worth most alone. */
export const COUPONS_MAX = 20;

export function bestBasket(facts: BasketFacts): Basket {
  const { goods, coupons } = facts;
  const judged = coupons.map((coupon) => couponItem(coupon, goods));
  const refused = judged.flatMap((one) => ("reason" in one ? [one] : []));
  const usable = judged.flatMap((one) => ("reason" in one ? [] : [one]));
  const leftOut = beyondMost(usable);
  const amounts = facts.amounts.toSorted((one, other) => compareIds(one.id, other.id));
  const sure = amounts.filter(({ isScarce }) => !isScarce);
  const scarce = amounts.filter(({ isScarce, valueMinor }) => isScarce && valueMinor > 0);
  const tried = [...usable.filter(({ id }) => !leftOut.has(id)), ...scarce.map(amountItem)];
  const caps = capsOf(facts, sure);
  const { best, second, isProven } = search(inOrder(tried), leftOf(goods), caps);
  const book = settled(facts, sure, best.items);
  const open = [...usable, ...amounts.map(amountItem)].filter((item) => !has(book.applied, item));
  const unused = [...refused.map(asUnused), ...open.map((item) => idle(item, best.items, leftOut))];
  return {
    ...book,
    unused: unused.toSorted(byName),
    runnerUp: second && {
      toPayMinor: caps.goodsMinor + caps.shippingMinor - second.savedMinor,
      chosen: second.items.map(named),
    },
    isProven: isProven && leftOut.size === 0,
  };
}

const named = ({ kind, id }: Named): Named => ({ kind, id });
const asUnused = (refused: Refused): Unused => ({ kind: "COUPON", ...refused });

function byName(one: Named, other: Named): number {
  if (one.kind !== other.kind) return one.kind === "COUPON" ? -1 : 1;
  return compareIds(one.id, other.id);
}

const has = (applied: readonly Applied[], { kind, id }: Named) =>
  applied.some((one) => one.kind === kind && one.id === id);

/** What is left to pay by whatever is chosen. */
function capsOf({ goods, shippingMinor, tierOffMinor }: BasketFacts, sure: readonly AmountOffer[]) {
  const sumOf = (of: AmountOffer["about"]) =>
    sure.reduce((sum, { about, valueMinor }) => (about === of ? sum + valueMinor : sum), 0);
  return {
    goodsMinor: Math.max(0, goods.amountMinor - tierOffMinor - sumOf("GOODS")),
    shippingMinor: Math.max(0, shippingMinor - sumOf("SHIPPING")),
  };
}

function beyondMost(usable: readonly Item[]): ReadonlySet<string> {
  const together = usable.filter(({ isAlone }) => !isAlone);
  const byWorth = together.toSorted(
    (one, other) => other.mostMinor - one.mostMinor || compareIds(one.id, other.id),
  );
  return new Set(byWorth.slice(COUPONS_MAX).map(({ id }) => id));
}

function idle(item: Item, used: readonly Item[], leftOut: ReadonlySet<string>): Unused {
  const others = used.filter(({ kind }) => kind === "COUPON");
  const isBarred = others.length > 0 && (item.isAlone || others.some(({ isAlone }) => isAlone));
  const reasonOfCoupon = () => {
    if (isBarred) return "NOT_COMBINABLE";
    return leftOut.has(item.id) ? "NOT_TRIED" : "NOT_NEEDED";
  };
  const reason = item.kind === "COUPON" ? reasonOfCoupon() : "NOT_NEEDED";
  return { ...named(item), reason, facts: {} };
}

function settled(facts: BasketFacts, sure: readonly AmountOffer[], chosen: readonly Item[]): Book {
  const { tierOffMinor } = facts;
  const terms = new Map(facts.coupons.map((coupon) => [coupon.id, coupon]));
  const coupons = chosen.flatMap(({ kind, id }) => {
    const coupon = kind === "COUPON" && terms.get(id);
    return coupon ? [coupon] : [];
  });
  const benefits = chosen.filter(({ kind }) => kind === "BENEFIT");
  const goods = { about: "GOODS" as const };
  return bookOf(facts, coupons, [
    { kind: "TIER_PRICE", id: null, ...goods, valueMinor: tierOffMinor },
    ...sure.map(({ id, about, valueMinor }) => {
      return { kind: "BENEFIT" as const, id, about, valueMinor };
    }),
    ...benefits.map(({ kind, id, about, mostMinor }) => {
      return { kind, id, about, valueMinor: mostMinor };
    }),
  ]);
}
