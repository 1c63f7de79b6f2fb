import type { Work } from "@/platform/work";
import { weightGone } from "../../orders/rules/parts";
import { undoneOf } from "../../orders/rules/standing";
import type { Undone } from "../../orders/schema/book";
import { lineAmountMinor } from "../../orders/schema/check";
import { linesOf, type OrderRow } from "../../orders/service/book";
import { surelyUndone } from "../../points/rules/refund";
import type { Account } from "../../points/service/account";
import { leftOwed } from "../../points/service/claw-back";
import { type ActivityRow, findAll } from "../store/activities";
import { type ParticipationRow, participationsOf, saveAward } from "../store/participations";
import { saveReturned, type UseRow, usesOf } from "../store/uses";
import { giveBackPoints } from "./claim";

/**
 * What activities added to an order, as far as the order is undone, is room in their budgets again: by sums
 * alone, so that any split and any order of refunds ends at the same. What was spent meanwhile and is owed is
 * none: whoever buys, spends and gives back would have a budget again and again, as somebody else each time.
 */
export async function giveBackBudgets(
  work: Work,
  account: Account,
  order: OrderRow,
): Promise<void> {
  const isTouched = order.cancelledAt !== null || order.refundedMinor + order.undoneMinor > 0;
  if (!isTouched) return;
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const uses = await usesOf(work.tx, order.id);
  if (uses.length === 0) return;
  const goneOf = uses.some(({ weights }) => weights !== null) ? await sharesGone(work, order) : [];
  const ids = uses.map(({ activityId }) => activityId);
  const [activities, parts] = await Promise.all([
    findAll(work.tx, ids),
    participationsOf(work.tx, order.memberId, ids),
  ]);
  let spent = leftOwed(work, order.orderId);
  for (const use of uses) {
    const returned = surelyUndone(use.points, undoneBy(order, use, goneOf));
    const more = returned - use.returned;
    const activity = activities.find(({ id }) => id === use.activityId);
    if (more <= 0 || !activity) continue;
    saveReturned(work.tx, { ...use, returned });
    const kept = Math.min(more, spent);
    spent -= kept;
    const part = parts.find(({ activityId }) => activityId === use.activityId);
    giveBackLess(work, account, { activity, part, more, kept });
  }
}

interface Back {
  activity: ActivityRow;
  part: ParticipationRow | undefined;
  /** Newly undone. */
  more: number;
  /** Of those, what nothing was left of. */
  kept: number;
}

/**
 * What is kept of the budget stands with the participation, and is no more than is owed: somebody in debt uses
 * up no budget by buying and giving back. Who closed owes nothing any more and never pays it.
 */
function giveBackLess(work: Work, { member }: Account, { activity, part, more, kept }: Back): void {
  const before = part?.claimedPoints ?? 0;
  const most = part && member.status !== "CLOSED" ? member.owed : Number.POSITIVE_INFINITY;
  const claimedPoints = Math.min(before + kept, most);
  giveBackPoints(work, activity, before + more - claimedPoints);
  if (part && claimedPoints !== before) saveAward(work.tx, { ...part, claimedPoints });
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
