import { addDays, addMonths } from "@/platform/business-time";
import type { ProgramRules } from "../../program/schema/rules";

type GoodsRules = ProgramRules["goods"];

const PERIODS = [
  { bound: "dayPointsMax", from: (date: string) => date, to: (date: string) => addDays(date, 1) },
  {
    bound: "monthPointsMax",
    from: (date: string) => `${date.slice(0, 7)}-01`,
    to: (date: string) => addMonths(date, 1),
  },
  {
    bound: "yearPointsMax",
    from: (date: string) => `${date.slice(0, 4)}-01-01`,
    to: (date: string) => addMonths(date, 12),
  },
] as const;

/** What a member's orders of some business dates may earn together. */
export interface EarnBound {
  most: number;
  /** The first date, and the first after it. */
  from: string;
  to: string;
}

/** The bounds that an order of a business date is under together with others; none where the rules have none. */
export function earnBounds(goods: GoodsRules, date: string): EarnBound[] {
  return PERIODS.filter(({ bound }) => goods[bound] > 0).map(({ bound, from, to }) => {
    const first = from(date);
    return { most: goods[bound], from: first, to: to(first) };
  });
}

/** The most that an order may earn: the bound for one order, and the least of what others leave. */
export function roomUnder({ orderPointsMax }: GoodsRules, left: readonly number[]): number {
  const order = orderPointsMax > 0 ? orderPointsMax : Number.POSITIVE_INFINITY;
  return Math.min(order, ...left.map((one) => Math.max(0, one)));
}
