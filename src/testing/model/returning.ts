import { followAward } from "./awards";
import { isForeign, lineOf } from "./lines";
import { setAside, settle } from "./lots";
import {
  DUPLICATE,
  type Figures,
  followingTier,
  knownOrder,
  type Moved,
  nothing,
  ownOrder,
  parked,
} from "./order-book";
import { fits, lineLeft, roomOf } from "./standing";
import type { Order, Refund, Return, World } from "./state";
import { mark, memberOf, refuse, sum } from "./state";

import { closeReturn, frozenFor, openReturns, takeBack, undo, wouldBeClawed } from "./undoing";
import type { Of } from "./vocabulary";

/** Refunds and returns as the shop tells of them. */

export function refund(world: World, op: Of<"refund">): Figures {
  const known = ownOrder(world, op);
  const before = world.refunds.get(op.refund);
  if (before) {
    if (before.order !== known || before.amount !== op.amount) refuse("DUPLICATE_REFERENCE");
    mark(world, "refund repeated");
    return before.status === "PARKED" ? parked(0) : DUPLICATE;
  }
  const named = op.return === null ? undefined : world.returns.get(op.return);
  if (named && named.order !== known) refuse("DUPLICATE_REFERENCE");
  const line = lineOf(op.refund);
  if (known?.paid != null && fitting(world, known, { amount: op.amount, line }) === 0) {
    refuse("REFUND_EXCEEDS_PAID");
  }
  const { order, yielded } = knownOrder(world, op);
  if (op.return !== null && !named) endUnasked(world, order, op.return, op.amount);
  const { amount, refundedAt } = op;
  const made: Refund = {
    ...{ order, line, amount, counted: 0, leftOver: 0 },
    ...{ refundedAt, return: op.return, status: "PARKED" },
  };
  world.refunds.set(op.refund, made);
  if (order.paid === null) {
    mark(world, "refund parked");
    return parked(yielded);
  }
  return followingTier(world, order.owner, () => {
    const moved = { ...nothing(), yielded };
    roomed(world, made);
    if (order.isCancelled) {
      record(world, made);
      return moved;
    }
    applyRefund(world, made, op.at, moved);
    followAward(world, order, moved);
    return moved;
  });
}

const isOf = (world: World, order: Order, op: { order: string; by: number }) =>
  order.name === op.order && order.owner === memberOf(world, op.by);

/** How much of it fits the order, and the line that it names. */
function fitting(world: World, order: Order, told: Pick<Refund, "amount" | "line">): number {
  const { amount, line } = told;
  return Math.min(amount, roomOf(world, order) ?? amount, lineLeft(order, line));
}

/** How much of a refund fits its order. */
export function roomed(world: World, made: Refund): void {
  const { order, amount } = made;
  const fits = fitting(world, order, made);
  made.counted = order.paid ? fits : 0;
  made.leftOver = amount - fits;
  if (made.leftOver > 0 && fits > 0) mark(world, "refund counted in part");
  const isOfLine = fits < Math.min(amount, roomOf(world, order) ?? amount);
  if (isOfLine) mark(world, "refund beyond what is left of its line");
}

/** Kept, but a cancellation has undone everything already. */
export function record(world: World, made: Refund): void {
  moveBy(made);
  made.status = "RECORDED";
  mark(world, "refund recorded after a cancellation");
}

/** Money of what was paid, or of what the order is worth where none was. */
function moveBy({ order, line, amount, leftOver }: Refund): void {
  const named = line === null ? undefined : order.lines?.[line];
  if (named) named.gone += amount - leftOver;
  if (order.paid) order.refunded += amount - leftOver;
  else order.undone += amount - leftOver;
}

export function applyRefund(world: World, made: Refund, now: number, moved: Moved): void {
  const { order } = made;
  if (order.clawed > 0) mark(world, "refund after a refund");
  if (isForeign(order.name)) mark(world, "refund in another currency");
  const named = made.return === null ? undefined : world.returns.get(made.return);
  if (named?.status === "PARKED") {
    closeReturn(world, named, "the end of a return");
    mark(world, "parked return ended by a refund from before it");
  }
  moveBy(made);
  const { line } = made;
  const refunded = { amount: made.amount - made.leftOver, return: made.return, line };
  const undone = undo(world, order, refunded, now);
  made.status = "APPLIED";
  moved.clawed += undone.clawed;
  moved.restored += undone.restored;
  moved.leftOver += made.leftOver;
}

/** The ending of a return that nobody has asked for yet is remembered. */
function endUnasked(world: World, order: Order, name: string, amount: number): void {
  const made = newReturn(world, order, { return: name, amount, askedAt: 0 }, "ENDED");
  made.open = 0;
  made.isUnasked = true;
  mark(world, "return ended before it was asked for");
}

function newReturn(
  world: World,
  order: Order,
  op: { return: string; amount: number; askedAt: number },
  status: Return["status"],
): Return {
  const { amount, askedAt: requestedAt } = op;
  const id = ++world.count;
  const made: Return = {
    isUnasked: false,
    id,
    name: op.return,
    order,
    line: lineOf(op.return),
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
  const known = ownOrder(world, op);
  const before = world.returns.get(op.return);
  if (before) return askedBefore(world, before, op);
  const asked = { amount: op.amount, line: lineOf(op.return) };
  if (known && !known.isCancelled && !fitsAsReturn(world, known, asked)) {
    refuse("REFUND_EXCEEDS_PAID");
  }
  const { order, yielded } = knownOrder(world, op);
  if (order.isCancelled) {
    newReturn(world, order, op, "ENDED").open = 0;
    mark(world, "return asked for after a cancellation");
    return movedNothing();
  }
  if (order.paid === null) {
    newReturn(world, order, op, "PARKED");
    mark(world, "return parked");
    return parked(yielded);
  }
  const made = newReturn(world, order, op, "OPEN");
  return { ...movedNothing(), frozen: freeze(world, made) };
}

/** Beside those that are open it is no more than the order still takes, and no more than its line. */
export function fitsAsReturn(
  world: World,
  order: Order,
  { amount, line }: Pick<Return, "amount" | "line">,
): boolean {
  return fits(world, order, openOf(world, order) + amount) && amount <= lineLeft(order, line);
}

const movedNothing = () => ({ ...nothing(), tier: null, duplicate: false });

export const openOf = (world: World, order: Order) =>
  sum(openReturns(world, order).map(({ open }) => open));

function askedBefore(world: World, before: Return, op: Of<"ask-return">): Figures {
  if (!isOf(world, before.order, op)) refuse("DUPLICATE_REFERENCE");
  if (before.isUnasked) {
    mark(world, "return asked for after its end");
    return movedNothing();
  }
  if (before.amount !== op.amount) refuse("DUPLICATE_REFERENCE");
  mark(world, "return asked for again");
  return before.status === "PARKED" ? parked(0) : DUPLICATE;
}

/** Freezes exactly what refunding this return too would claw back, and never makes debt. */
export function freeze(world: World, asked: Return): number {
  const { order } = asked;
  asked.status = "OPEN";
  const points = wouldBeClawed(world, order) - frozenFor(world, order);
  if (points <= 0) return 0;
  asked.parts = setAside(takeBack(order, points));
  const frozen = sum(asked.parts.map((part) => part.points));
  if (frozen < points) mark(world, "return could not freeze all");
  if (frozen > 0) mark(world, "return froze points");
  return frozen;
}

export function rejectReturn(world: World, op: Of<"reject-return">): Figures {
  const known = ownOrder(world, op);
  const before = world.returns.get(op.return);
  if (!before) {
    const { order, yielded } = knownOrder(world, op);
    endUnasked(world, order, op.return, op.amount);
    return order.paid === null && !order.isCancelled ? parked(yielded) : movedNothing();
  }
  if (before.order !== known) refuse("DUPLICATE_REFERENCE");
  if (before.status === "ENDED") {
    mark(world, "return rejected after its end");
    return DUPLICATE;
  }
  if (before.status === "PARKED") {
    closeReturn(world, before, "the end of a return");
    mark(world, "parked return rejected");
    return parked(0);
  }
  const past = before.parts.some(({ lot }) => lot.expiresAt <= op.at);
  const unfrozen = closeReturn(world, before, "the end of a return");
  settle(world, known.owner, op.at);
  if (past) mark(world, "unfrozen points expired at once");
  if (unfrozen > 0) mark(world, "return rejected and unfrozen");
  return { ...movedNothing(), unfrozen };
}
