import { addDays, addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { keptByOrders } from "../../orders/service/standing";
import type { Program } from "../../program/schema/rules";

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

/**
 * The most that an order paid at a moment may earn: the bound for one order, and what a member's orders
 * that were paid in the same business day, month and year leave of theirs. What refunds took back is room
 * again. Example: 500 a day, 420 kept by the day's other orders → 80.
 *
 * @param own what the order itself keeps by now, where it is edited
 */
export async function roomToEarn(
  db: Reader,
  { rules: { goods }, timeZone }: Pick<Program, "rules" | "timeZone">,
  memberId: number,
  { paidAt, own }: { paidAt: Date; own: number },
): Promise<number> {
  const date = businessDate(paidAt, timeZone);
  const rooms = PERIODS.filter(({ bound }) => goods[bound] > 0).map(async ({ bound, from, to }) => {
    const first = from(date);
    const [since, until] = [first, to(first)].map((day) => startOfBusinessDate(day, timeZone));
    const kept = since && until ? await keptByOrders(db, memberId, since, until) : 0;
    return Math.max(0, goods[bound] - (kept - own));
  });
  const order = goods.orderPointsMax > 0 ? goods.orderPointsMax : Number.POSITIVE_INFINITY;
  return Math.min(order, ...(await Promise.all(rooms)));
}
