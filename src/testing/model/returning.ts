import { setAside, settle } from "./lots";
import {
  DUPLICATE,
  type Figures,
  followingTier,
  knownOrder,
  nothing,
  ownOrder,
  PARKED,
} from "./order-book";
import type { Order, Refund, Return, World } from "./state";
import { mark, memberOf, refuse, sum } from "./state";
import { keptOf } from "./sums";
import { closeReturn, frozenFor, openReturns, takeBack, undo } from "./undoing";
import type { Of } from "./vocabulary";

/** Refunds and returns as the shop tells of them. */

export function refund(world: World, op: Of<"refund">): Figures {
  const before = world.refunds.get(op.refund);
  if (before) {
    const same = isOf(before.order, op) && before.amount === op.amount && before.return === op.return;
    if (!same) refuse("DUPLICATE_REFERENCE");
    mark(world, "refund repeated");
    return DUPLICATE;
  }
  const known = ownOrder(world, op);
  if (known) checkFits(known, op.amount);
  const order = known ?? knownOrder(world, op);
  const { amount, refundedAt } = op;
  const made: Refund = { order, amount, refundedAt, return: op.return, status: "PARKED" };
  world.refunds.set(op.refund, made);
  if (order.paid === null) {
    mark(world, "refund parked");
    return PARKED;
  }
  return followingTier(world, order.owner, () => {
    const moved = nothing();
    return order.isCancelled ? record(world, made, moved) : applyRefund(world, made, op.at, moved);
  });
}

const isOf = (order: Order, op: { order: string; by: number }) =>
  order.name === op.order && order.owner.index === op.by;

function checkFits(order: Order, amount: number): void {
  if (order.paid !== null && order.refunded + amount > order.paid) refuse("REFUND_EXCEEDS_PAID");
}

/** Kept, but a cancellation has undone everything already. */
export function record<M>(world: World, made: Refund, moved: M): M {
  made.order.refunded += made.amount;
  made.status = "RECORDED";
  mark(world, "refund recorded after a cancellation");
  return moved;
}

export function applyRefund<M extends ReturnType<typeof nothing>>(
  world: World,
  made: Refund,
  now: number,
  moved: M,
): M {
  const { order } = made;
  if (order.clawed > 0) mark(world, "refund after a refund");
  if (made.return !== null) endEarly(world, made.order, made.return, made.amount);
  const undone = undo(world, order, made, now);
  made.status = "APPLIED";
  moved.clawed += undone.clawed;
  moved.unfrozen += undone.unfrozen;
  moved.restored += undone.restored;
  return moved;
}

/** The ending of a return that nobody has asked for yet is remembered. */
function endEarly(world: World, order: Order, name: string, amount: number): void {
  const known = world.returns.get(name);
  if (known) {
    if (known.order === order && known.status === "PARKED") known.status = "ENDED";
    return;
  }
  newReturn(world, order, { return: name, amount, at: 0 }, "ENDED");
  mark(world, "return ended before it was asked for");
}

function newReturn(
  world: World,
  order: Order,
  op: { return: string; amount: number; at: number },
  status: Return["status"],
): Return {
  const { amount, at: requestedAt } = op;
  const id = ++world.count;
  const made: Return = {
    id,
    name: op.return,
    order,
    amount,
    open: amount,
    requestedAt,
    status,
    parts: [],
  };
  world.returns.set(op.return, made);
  return made;
}

export function askReturn(world: World, op: Of<"ask-return">): Figures {
  const before = world.returns.get(op.return);
  if (before) return askedBefore(world, before, op);
  const known = ownOrder(world, op);
  const order = known ?? knownOrder(world, op);
  if (order.isCancelled) {
    newReturn(world, order, op, "ENDED");
    mark(world, "return asked for after a cancellation");
    return { ...nothing(), tier: null, duplicate: false };
  }
  if (order.paid === null) {
    newReturn(world, order, op, "PARKED");
    mark(world, "return parked");
    return PARKED;
  }
  return followingTier(world, order.owner, () => {
    const made = newReturn(world, order, op, "OPEN");
    return { ...nothing(), frozen: freeze(world, made) };
  });
}

function askedBefore(world: World, before: Return, op: Of<"ask-return">): Figures {
  if (!isOf(before.order, op) || before.amount !== op.amount) refuse("DUPLICATE_REFERENCE");
  mark(world, "return asked for again");
  return DUPLICATE;
}

/** Freezes exactly what refunding this return too would claw back, and never makes debt. */
export function freeze(world: World, asked: Return): number {
  const { order } = asked;
  asked.status = "OPEN";
  const open = sum(openReturns(world, order).map((other) => other.open));
  const gone = Math.min(order.refunded + open, order.paid ?? 0);
  const points =
    order.earned - keptOf(order.earned, order, gone) - order.clawed - frozenFor(world, order);
  if (points <= 0) return 0;
  asked.parts = setAside(takeBack(order, points));
  const frozen = sum(asked.parts.map((part) => part.points));
  if (frozen < points) mark(world, "return could not freeze all");
  if (frozen > 0) mark(world, "return froze points");
  return frozen;
}

export function rejectReturn(world: World, op: Of<"reject-return">): Figures {
  const before = world.returns.get(op.return);
  if (!before) {
    const order = ownOrder(world, op) ?? knownOrder(world, op);
    newReturn(world, order, op, "ENDED");
    mark(world, "return ended before it was asked for");
    return order.paid === null && !order.isCancelled
      ? PARKED
      : { ...nothing(), tier: null, duplicate: false };
  }
  if (!isOf(before.order, op) || before.amount !== op.amount) refuse("DUPLICATE_REFERENCE");
  if (before.status === "ENDED") {
    mark(world, "return rejected after its end");
    return DUPLICATE;
  }
  const member = memberOf(world, op.by);
  return followingTier(world, member, () => {
    const past = before.parts.some(({ lot }) => lot.expiresAt <= op.at);
    const unfrozen = closeReturn(world, before, "the end of a return");
    settle(world, member, op.at);
    if (past) mark(world, "unfrozen points expired at once");
    if (unfrozen > 0) mark(world, "return rejected and unfrozen");
    return { ...nothing(), unfrozen };
  });
}
