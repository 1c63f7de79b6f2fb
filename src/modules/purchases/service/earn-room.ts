import { businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { keptByOrders } from "../../orders/service/standing";
import type { Program } from "../../program/schema/rules";
import { earnBounds, roomUnder } from "../rules/earn-bounds";

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
  const bounds = earnBounds(goods, businessDate(paidAt, timeZone));
  const left = bounds.map(async ({ most, from, to }) => {
    const [since, until] = [startOfBusinessDate(from, timeZone), startOfBusinessDate(to, timeZone)];
    return most - ((await keptByOrders(db, memberId, since, until)) - own);
  });
  return roomUnder(goods, await Promise.all(left));
}
