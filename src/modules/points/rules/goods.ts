import { floorShare } from "@/platform/arithmetic";
import { toProgram } from "../../orders/rules/currency";
import { linesInScope } from "../../orders/rules/lines";
import type { Cart, OrderLine } from "../../orders/schema/cart";
import { linePaidMinor } from "../../orders/schema/check";
import type { Rate } from "../../orders/schema/currency";
import type { GoodsRule, ProgramRules } from "../../program/schema/rules";
import { isAsMoney, type Lying, lyingOn, OF_A_POINT } from "./lying";
import type { Goods } from "./order-figures";

/** What of an order earns: pure, over its lines and the rules. */

type GoodsRules = ProgramRules["goods"];

export interface Sold extends Pick<Cart, "channel" | "store"> {
  lines: readonly OrderLine[];
  paidAmountMinor: number;
  shippingMinor: number;
  /** By which its amounts count. */
  rate: Rate;
}

export interface EarningLine extends Goods {
  lineId: string;
  /** The rule that decided about it. */
  rule: GoodsRule | null;
}

export interface Earning extends Goods {
  lines: EarningLine[];
}

/** What of a line counts, before any rule: paid, with what a discount took off or without its tax. */
function countedOf(line: OrderLine, rules: GoodsRules): number {
  if (line.giftCard && !rules.giftCardsEarn) return 0;
  const paid = linePaidMinor(line);
  const tax = rules.taxEarns ? 0 : Math.min(paid, line.taxMinor ?? 0);
  return paid - tax + (rules.discountsEarn ? line.discountMinor : 0);
}

function earningOfLine(line: OrderLine, rule: GoodsRule | null, rules: GoodsRules): EarningLine {
  const { lineId, quantity } = line;
  const counted = countedOf(line, rules);
  if (rule?.gives.kind !== "PER_PIECE") {
    const percent = rule ? rule.gives.percent : 100;
    return { lineId, rule, weight: counted * percent, fixedPoints: 0 };
  }
  const earns = !line.giftCard || rules.giftCardsEarn;
  return { lineId, rule, weight: 0, fixedPoints: earns ? quantity * rule.gives.points : 0 };
}

/** An order that was told without lines is as one line of which nothing is known. */
const wholeOf = ({ paidAmountMinor }: Sold): OrderLine => ({
  lineId: "",
  sku: "",
  categories: [],
  quantity: 1,
  unitAmountMinor: paidAmountMinor,
  discountMinor: 0,
  paidMinor: paidAmountMinor,
  giftCard: false,
});

/**
 * What an order's lines earn by the rules, each by the first whose scope has it.
 * Example: shoes of 20000 that earn twice and socks of 5000 → 4,500,000 for the order: base 450.
 */
export function earningOf(sold: Sold, rules: GoodsRules): Earning {
  const paidMinor = toProgram(sold.paidAmountMinor, sold.rate);
  if (paidMinor < rules.minimumMinor) return { weight: 0, fixedPoints: 0, lines: [] };
  const told = sold.lines.length > 0 ? sold.lines : [wholeOf(sold)];
  const scopes = rules.rules.map((rule) => ({
    rule,
    has: new Set(linesInScope({ ...sold, lines: told }, rule.scope)),
  }));
  const lines = told.map((line) => {
    const first = scopes.find(({ has }) => has.has(line));
    return earningOfLine(line, first?.rule ?? null, rules);
  });
  const freight = rules.freightEarns ? 100 * sold.shippingMinor : 0;
  return {
    // Once for the order: what its lines weigh is among themselves.
    weight: toProgram(
      lines.reduce((sum, line) => sum + line.weight, freight),
      sold.rate,
    ),
    fixedPoints: lines.reduce((sum, line) => sum + line.fixedPoints, 0),
    lines: sold.lines.length > 0 ? lines : [],
  };
}

/** A line of the order, its freight, or all of an order that was told without lines; in the program's currency. */
export interface EarningPart {
  /** Null for the freight. */
  line: OrderLine | null;
  lineId: string | null;
  weight: number;
  /** Paid for goods that earn. */
  paidMinor: number;
}

/** Of what an order's points are made, its lines first and in their order; nothing where nothing earns. */
export function earningParts(sold: Sold, earning: Earning, rules: GoodsRules): EarningPart[] {
  const counted = (minor: number) => toProgram(minor, sold.rate);
  if (counted(sold.paidAmountMinor) < rules.minimumMinor) return [];
  const freight = rules.freightEarns ? counted(100 * sold.shippingMinor) : 0;
  const whole = wholeOf(sold);
  const { weight, fixedPoints } = earning;
  const told: { line: OrderLine; goods: Goods }[] =
    earning.lines.length > 0
      ? sold.lines.flatMap((line, at) => {
          const goods = earning.lines[at];
          return goods ? [{ line, goods: { ...goods, weight: counted(goods.weight) } }] : [];
        })
      : [{ line: whole, goods: { weight: weight - freight, fixedPoints } }];
  const parts = told.map(({ line, goods }): EarningPart => {
    const isEarning = goods.weight > 0 || goods.fixedPoints > 0;
    const paidMinor = isEarning ? counted(linePaidMinor(line)) : 0;
    return { line, lineId: line.lineId, weight: goods.weight, paidMinor };
  });
  if (freight === 0) return parts;
  return [...parts, { line: null, lineId: null, weight: freight, paidMinor: 0 }];
}

/**
 * How an order's points lie on its lines, by line; null where they do as its money does. Points of the
 * freight lie on them too, and those of fixed lines weigh what they are.
 *
 * @param points what the order earns, with what was added
 * @param added by activities, each on lines of its own
 */
export function weightsOf(
  earning: Earning,
  points: number,
  lines: readonly OrderLine[],
  added: readonly Lying[] = [],
): Map<string, number> | null {
  const paid = lines.map(linePaidMinor);
  const own = points - added.reduce((sum, one) => sum + one.points, 0);
  const isPlain = isAsMoney(ownWeights(earning, own, false).map(BigInt), paid);
  const weights = ownWeights(earning, own, added.length > 0);
  if (isPlain && added.every(({ shares }) => isAsMoney(shares, paid))) return null;
  for (const one of added) {
    for (const [at, more] of lyingOn(one).entries()) weights[at] = (weights[at] ?? 0) + more;
  }
  return new Map(earning.lines.map(({ lineId }, at) => [lineId, weights[at] ?? 0]));
}

/** How points lie by the rules of earning alone. */
function ownWeights({ lines, fixedPoints }: Earning, points: number, inPoints: boolean): number[] {
  if (fixedPoints === 0 && !inPoints) return lines.map(({ weight }) => weight);
  const byMoney = lines.reduce((sum, line) => sum + line.weight, 0);
  const scaled = Math.max(0, points - fixedPoints) * OF_A_POINT;
  return lines.map(
    (line) =>
      line.fixedPoints * OF_A_POINT +
      (byMoney === 0 ? 0 : floorShare(scaled, line.weight, byMoney)),
  );
}
