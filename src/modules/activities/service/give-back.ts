import type { Work } from "@/platform/work";
import { weightGone } from "../../orders/rules/parts";
import { undoneOf } from "../../orders/rules/standing";
import type { Undone } from "../../orders/schema/book";
import { lineAmountMinor } from "../../orders/schema/check";
import { linesOf, type OrderRow } from "../../orders/service/book";
import { surelyUndone } from "../../points/rules/refund";
import { findAll } from "../store/activities";
import { saveReturned, type UseRow, usesOf } from "../store/uses";
import { giveBackPoints } from "./claim";

/**
 * What activities added to an order, as far as the order is undone, is room in their budgets again: by sums
 * alone, so that any split and any order of refunds ends at the same.
 */
export async function giveBackBudgets(work: Work, order: OrderRow): Promise<void> {
  const isTouched = order.cancelledAt !== null || order.refundedMinor + order.undoneMinor > 0;
  if (!isTouched) return;
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const uses = await usesOf(work.tx, order.id);
  if (uses.length === 0) return;
  const goneOf = uses.some(({ weights }) => weights !== null) ? await sharesGone(work, order) : [];
  const activities = await findAll(
    work.tx,
    uses.map(({ activityId }) => activityId),
  );
  for (const use of uses) {
    const returned = surelyUndone(use.points, undoneBy(order, use, goneOf));
    const more = returned - use.returned;
    const activity = activities.find(({ id }) => id === use.activityId);
    if (more <= 0 || !activity) continue;
    saveReturned(work.tx, { ...use, returned });
    giveBackPoints(work, activity, more);
  }
}

type GoneOf = (weight: number) => number;

/** For each line, by its place, how much of a weight on it is gone. */
async function sharesGone(work: Work, order: OrderRow): Promise<GoneOf[]> {
  const isPaid = (order.paidAmountMinor ?? 0) > 0;
  return (await linesOf(work.tx, order.id)).map((line) => {
    const wholeMinor = isPaid ? line.paidMinor : lineAmountMinor(line);
    return (weight) => weightGone({ ...line, weight, wholeMinor });
  });
}

function undoneBy(order: OrderRow, { weights }: UseRow, goneOf: readonly GoneOf[]): Undone {
  const share = undoneOf(order);
  if (weights === null) return { ...share, weights: null };
  const all = weights.reduce((sum, one) => sum + one, 0);
  const named = weights.reduce((sum, one, at) => sum + (goneOf[at]?.(one) ?? 0), 0);
  return { ...share, weights: { all, namedMinor: order.namedMinor, named } };
}
