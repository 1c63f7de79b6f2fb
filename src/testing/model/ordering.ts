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
import { releaseOf, restore } from "./redeeming";
import type { Order, World } from "./state";
import { mark, refuse } from "./state";
import { pointsForPaying } from "./sums";
import { clawBack, closeAll } from "./undoing";
import { MINUTE, type Of } from "./vocabulary";

/** Orders completed and cancelled. */

export function complete(world: World, op: Of<"complete">): Figures {
  if (op.paidAt > op.at + 5 * MINUTE) refuse("VALIDATION_FAILED");
  const before = ownOrder(world, op);
  if (before && before.paid !== null) {
    if (before.paid !== op.paid) refuse("DUPLICATE_REFERENCE");
    mark(world, "order repeated");
    return DUPLICATE;
  }
  const order = knownOrder(world, op);
  return followingTier(world, order.owner, () => {
    const moved = nothing();
    if (order.isCancelled) {
      order.paid = op.paid;
      mark(world, "order completed after its cancellation");
    } else {
      moved.earned = earnByOrder(world, order, op);
    }
    applyParked(world, order, op.at, moved);
    return moved;
  });
}

function earnByOrder(world: World, order: Order, op: Of<"complete">): number {
  const { owner } = order;
  const points = pointsForPaying(world, owner, op.paid);
  order.paid = op.paid;
  order.earned = points;
  if (points === 0) return 0;
  order.lot = earnLot(world, owner, { points, earnedAt: op.paidAt, now: op.at });
  if (order.lot.expiresAt <= op.at) mark(world, "order arrived after its points' expiry");
  settle(world, owner, op.at);
  return points;
}

/** Final: everything the order moved is undone. */
export function cancel(world: World, op: Of<"cancel">): Figures {
  const before = ownOrder(world, op);
  if (before?.isCancelled) {
    mark(world, "cancellation repeated");
    return DUPLICATE;
  }
  const redemption = world.redemptions.get(op.order);
  if (!before)
    mark(world, redemption ? "cancelled, known by its redemption" : "cancelled, unknown");
  else if (before.paid === null) mark(world, "cancelled, known by parked events");
  else mark(world, before.refunded > 0 ? "cancelled after a refund" : "cancelled");
  const order = knownOrder(world, op);
  return followingTier(world, order.owner, () => {
    const moved = nothing();
    order.isCancelled = true;
    releaseOf(world, order.owner, order.name, op.at);
    if (order.paid !== null) moved.clawed = clawBack(world, order, order.earned);
    if (redemption?.owner === order.owner) {
      moved.restored = restore(world, redemption, redemption.points, op.at);
      redemption.isReversed = true;
    }
    closeAll(world, order);
    settle(world, order.owner, op.at);
    return moved;
  });
}
