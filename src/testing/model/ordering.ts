import { followAward } from "./awards";
import { applyParkedChange } from "./changing";
import { releaseOf } from "./holding";
import { hasCoupon, linesOf } from "./lines";
import { earnLot, settle } from "./lots";
import {
  DUPLICATE,
  type Figures,
  followingTier,
  knownOrder,
  nothing,
  ownOrder,
} from "./order-book";
import { applyParked } from "./parking";
import { restore } from "./redeeming";
import { worthOf } from "./standing";
import type { Order, World } from "./state";
import { activeOn, mark, refuse } from "./state";
import { pointsAllowedOn, pointsAt, pointsPctOf } from "./sums";
import { clawBack, closeAll } from "./undoing";
import { MINUTE, type Of } from "./vocabulary";

/** Orders completed and cancelled. */

export function complete(world: World, op: Of<"complete">): Figures {
  if (op.paidAt > op.at + 5 * MINUTE) refuse("VALIDATION_FAILED");
  const before = ownOrder(world, op);
  if (before && before.paid !== null) {
    const isOther = ({ paid, worth }: Pick<Order, "paid" | "worth">) =>
      paid !== op.paid || (worth !== null && op.worth !== null && worth !== op.worth);
    if (isOther(before) && (!before.first || isOther(before.first))) refuse("DUPLICATE_REFERENCE");
    mark(world, "order repeated");
    return DUPLICATE;
  }
  const { order, yielded } = knownOrder(world, op);
  return followingTier(world, order.owner, () => {
    const moved = { ...nothing(), yielded };
    order.worth = op.worth;
    order.paidAt = op.paidAt;
    order.lines = linesOf(op);
    if (order.isCancelled) {
      order.paid = op.paid;
      mark(world, "order completed after its cancellation");
    } else {
      moved.earned = earnByOrder(world, order, op);
      moved.overCap = restoreOverCap(world, order, op.at);
    }
    applyParkedChange(world, order, op.at, moved);
    applyParked(world, order, op.at, moved);
    followAward(world, order, moved);
    return moved;
  });
}

function earnByOrder(world: World, order: Order, op: Of<"complete">): number {
  const { owner } = order;
  order.pointsPct = pointsPctOf(world, owner);
  const points = pointsAt(order.pointsPct, op.paid);
  order.paid = op.paid;
  order.earned = points;
  if (hasCoupon(op) && !owner.isFrozen) {
    order.coupon = "USED";
    mark(world, "coupon used on an order");
  }
  if (points === 0) return 0;
  const lot = earnLot(world, owner, { points, earnedAt: op.paidAt, now: op.at });
  order.lots.push(lot);
  if (lot.expiresAt <= op.at) mark(world, "order arrived after its points' expiry");
  settle(world, owner, op.at);
  return points;
}

/** What was spent before the order came is no more than the order takes. */
function restoreOverCap(world: World, order: Order, now: number): number {
  const redemption = activeOn(world, order.name);
  if (redemption?.owner !== order.owner) return 0;
  const worth = worthOf(order, redemption.points);
  if (worth === null || worth >= redemption.amount) return 0;
  const over = redemption.points - redemption.restored - pointsAllowedOn(worth);
  const back = restore(world, redemption, over, now);
  redemption.overCap += back;
  if (back > 0) mark(world, "points over the cap of an order that came later");
  return back;
}

/** Final: everything the order moved is undone. */
export function cancel(world: World, op: Of<"cancel">): Figures {
  const before = ownOrder(world, op);
  if (before?.isCancelled) {
    mark(world, "cancellation repeated");
    return DUPLICATE;
  }
  const redemption = activeOn(world, op.order);
  if (!before)
    mark(world, redemption ? "cancelled, known by its redemption" : "cancelled, unknown");
  else if (before.paid === null) mark(world, "cancelled, known by parked events");
  else mark(world, before.refunded > 0 ? "cancelled after a refund" : "cancelled");
  const { order, yielded } = knownOrder(world, op);
  return followingTier(world, order.owner, () => {
    const moved = { ...nothing(), yielded };
    order.isCancelled = true;
    const released = releaseOf(world, order.owner, order.name, op.at);
    if (released > 0) mark(world, "hold released by a cancellation");
    if (order.paid !== null) moved.clawed = clawBack(world, order, order.earned);
    if (redemption?.owner === order.owner) {
      moved.restored = restore(world, redemption, redemption.points, op.at);
      redemption.isReversed = true;
    }
    closeAll(world, order);
    if (order.coupon) order.coupon = "CANCELLED";
    settle(world, order.owner, op.at);
    followAward(world, order, moved);
    return moved;
  });
}
