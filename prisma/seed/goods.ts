import type { OrderLine } from "@/modules/orders/schema/cart";
import { Random } from "./random";

/** What the demo's shop sells: teas and what goes with them. */

interface Article {
  sku: string;
  categories: string[];
  brand: string;
  unitAmountMinor: number;
}

const article = (
  sku: string,
  categories: string[],
  brand: string,
  unitAmountMinor: number,
): Article => ({ sku, categories, brand, unitAmountMinor });

/** From the cheapest on. */
const SHELF: readonly [Article, ...Article[]] = [
  article("SNACK-MUNG", ["茶点"], "桂香斋", 1_900),
  article("SNACK-WALNUT", ["茶点"], "桂香斋", 3_600),
  article("TEA-JASMINE", ["茶叶", "花茶"], "闽春", 6_800),
  article("CUP-SINGLE", ["茶具"], "景窑", 8_800),
  article("TEA-LONGJING", ["茶叶", "绿茶"], "西湖里", 16_800),
  article("TEA-PUER", ["茶叶", "普洱"], "云岭", 19_800),
  article("BOOK-TEA", ["图书"], "茶事文库", 5_200),
  article("TEAPOT-ZISHA", ["茶具", "紫砂"], "景窑", 39_800),
  article("SET-TRAVEL", ["茶具", "旅行"], "行山", 25_900),
  article("GIFT-BOX", ["礼盒"], "云岭", 58_800),
];

const CHANNELS: readonly [string, ...string[]] = ["小程序", "小程序", "App", "官网", "门店"];
const STORES: readonly [string, ...string[]] = ["南京西路店", "静安寺店", "滨江店"];

const LINES_MAX = 3;

/** What an order of so much was made of: always the same for the same order. */
export function goodsOf(orderId: string, paidAmountMinor: number) {
  const random = new Random([...orderId].reduce((sum, one) => sum * 31 + one.charCodeAt(0), 7) | 0);
  const channel = random.pick(CHANNELS);
  const lines: OrderLine[] = [];
  let left = paidAmountMinor;
  while (left > 0) {
    const isLast = lines.length + 1 === LINES_MAX || left < 10_000 || random.chance(0.3);
    const part = isLast ? left : Math.round(left * (0.3 + random.next() * 0.5));
    lines.push(lineOf(String(lines.length + 1), part, random));
    left -= part;
  }
  const store = channel === "门店" ? { store: random.pick(STORES) } : {};
  return { lines, channel, ...store };
}

/** As many of one article as come to at least so much, less a discount. */
function lineOf(lineId: string, paidMinor: number, random: Random): OrderLine {
  const [cheapest, ...others] = SHELF;
  const { unitAmountMinor, ...article } = random.pick([
    cheapest,
    ...others.filter((one) => one.unitAmountMinor <= paidMinor),
  ]);
  const quantity = Math.max(1, Math.ceil(paidMinor / unitAmountMinor));
  const discountMinor = quantity * unitAmountMinor - paidMinor;
  return { lineId, ...article, quantity, unitAmountMinor, discountMinor, giftCard: false };
}
