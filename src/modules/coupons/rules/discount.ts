import { floorShare } from "@/platform/arithmetic";
import { linesInScope } from "../../orders/rules/lines";
import type { Cart, OrderLine, OrderScope } from "../../orders/schema/cart";
import { amountOf, lineAmountMinor } from "../../orders/schema/check";
import type { CouponReason } from "../schema/coupons";
import type { CouponTerms } from "../schema/terms";

/** What a coupon takes off a cart: pure, and the same whenever it is asked. */

export interface Goods extends Pick<Cart, "channel" | "store"> {
  /** Of all goods, whatever pays for them; lines come to it. */
  amountMinor: number;
  lines: readonly OrderLine[] | null;
}

export type Taken = ReadonlyMap<string, number>;

export interface LineDiscount {
  lineId: string;
  discountMinor: number;
}

export type Discount =
  | { usable: true; discountMinor: number; lines: LineDiscount[] }
  | { usable: false; reason: CouponReason; facts: Record<string, string | number> };

function refused(reason: CouponReason, facts: Record<string, string | number> = {}): Discount {
  return { usable: false, reason, facts };
}

/**
 * What other coupons of the order have taken off already. More than comes of the lines where one was
 * judged by an amount alone, or by lines of other names: it was taken of the goods nevertheless.
 */
export interface Beside {
  byLine: Taken;
  allMinor: number;
}

export const NOTHING_BESIDE: Beside = { byLine: new Map(), allMinor: 0 };

const EVERYTHING: OrderScope = {
  include: { categories: [], brands: [], skus: [] },
  exclude: { categories: [], brands: [], skus: [] },
  channels: [],
  stores: [],
};

function isAboutAll({ include, exclude, channels, stores }: OrderScope): boolean {
  const lists = [...Object.values(include), ...Object.values(exclude), channels, stores];
  return lists.every((words) => words.length === 0);
}

/**
 * What a coupon takes off, line by line, and if nothing why, in this order: LINES_REQUIRED,
 * NOTHING_IN_SCOPE, MINIMUM_NOT_MET. Never more than the goods that it is about, of which others have
 * taken their part; a line that sells a gift card is none of them.
 * Example: 20 % up to ¥50 of shoes at ¥300 and socks at ¥20, about shoes → ¥50 off the shoes.
 */
export function discountOf(terms: CouponTerms, goods: Goods, beside = NOTHING_BESIDE): Discount {
  const { effect, minimumMinor } = terms;
  const scope = terms.scope ?? EVERYTHING;
  if (goods.lines === null) {
    if (effect.kind === "ITEM" || !isAboutAll(scope)) return refused("LINES_REQUIRED");
    const short = shortOf(goods.amountMinor, minimumMinor);
    if (short) return short;
    const leftMinor = Math.max(0, goods.amountMinor - beside.allMinor);
    return taking(amountOff(effect, goods.amountMinor, leftMinor), []);
  }
  const { channel, store } = goods;
  const sold = goods.lines.filter(({ giftCard }) => !giftCard);
  const about = linesInScope({ lines: sold, channel, store }, scope);
  const whole = about.reduce((sum, line) => sum + lineAmountMinor(line), 0);
  if (whole === 0) return refused("NOTHING_IN_SCOPE");
  const short = shortOf(whole, minimumMinor);
  if (short) return short;
  const left = about.map((line) => ({ line, leftMinor: leftOf(line, beside.byLine) }));
  const allLeftMinor = Math.max(0, amountOf(sold) - beside.allMinor);
  if (effect.kind === "ITEM") return onePiece(effect, left, allLeftMinor);
  const aboutLeftMinor = left.reduce((sum, one) => sum + one.leftMinor, 0);
  const leftMinor = Math.min(aboutLeftMinor, allLeftMinor);
  const offMinor = amountOff(effect, whole, leftMinor);
  return taking(offMinor, spread(offMinor, left));
}

function taking(discountMinor: number, lines: LineDiscount[]): Discount {
  if (discountMinor === 0) return refused("NOTHING_IN_SCOPE");
  return { usable: true, discountMinor, lines: lines.filter((line) => line.discountMinor > 0) };
}

function shortOf(amountMinor: number, minimumMinor: number): Discount | null {
  if (amountMinor >= minimumMinor) return null;
  return refused("MINIMUM_NOT_MET", { minimumMinor, shortageMinor: minimumMinor - amountMinor });
}

const leftOf = (line: OrderLine, taken: Taken) =>
  Math.max(0, lineAmountMinor(line) - (taken.get(line.lineId) ?? 0));

function amountOff(
  effect: Exclude<CouponTerms["effect"], { kind: "ITEM" }>,
  wholeMinor: number,
  leftMinor: number,
): number {
  if (effect.kind === "AMOUNT") return Math.min(effect.amountMinor, leftMinor);
  const share = floorShare(wholeMinor, effect.offBps, 10_000);
  return Math.min(share, effect.maximumMinor ?? share, leftMinor);
}

export interface Left {
  line: OrderLine;
  leftMinor: number;
}

/** The dearest piece of the article, of several lines the first; no more than it costs. */
function onePiece(
  effect: { sku: string; valueMinor: number },
  left: readonly Left[],
  allLeftMinor: number,
): Discount {
  const pieceOf = ({ line, leftMinor }: Left) =>
    Math.min(floorShare(lineAmountMinor(line), 1, line.quantity), leftMinor);
  const found = left.filter(({ line }) => line.sku === effect.sku);
  const dearest = Math.max(0, ...found.map(pieceOf));
  const best = found.find((one) => pieceOf(one) === dearest);
  if (!best) return refused("NOTHING_IN_SCOPE", { sku: effect.sku });
  const discountMinor = Math.min(dearest, effect.valueMinor, allLeftMinor);
  return taking(discountMinor, [{ lineId: best.line.lineId, discountMinor }]);
}

/**
 * Shares of an amount in proportion to what is left of each line, which come to exactly the amount and
 * never to more than a line: each is what the sum up to it has beyond the sum before it.
 * Example: 100 over 333, 333 and 334 → 33, 33, 34.
 */
export function spread(offMinor: number, left: readonly Left[]): LineDiscount[] {
  const whole = left.reduce((sum, { leftMinor }) => sum + leftMinor, 0);
  let before = 0;
  return left.map(({ line: { lineId }, leftMinor }) => {
    const upTo = before + leftMinor;
    const share = (part: number) => (whole === 0 ? 0 : floorShare(offMinor, part, whole));
    const discountMinor = share(upTo) - share(before);
    before = upTo;
    return { lineId, discountMinor };
  });
}
