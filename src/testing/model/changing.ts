import { followAward } from "./awards";
import { balance } from "./balancing";
import { isForeign, linesOf } from "./lines";
import { earnLot, settle } from "./lots";
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
import { dueOf, restore } from "./redeeming";
import { lineLeft, roomOf, worthOf } from "./standing";
import type { Order, Refund, Version, World } from "./state";
import { activeOn, mark, refuse } from "./state";
import { keptOf, pointsAllowedOn, pointsAt } from "./sums";
import { clawBack, releaseIfUndone } from "./undoing";
import { MINUTE, type Of } from "./vocabulary";

/** Orders that the shop edits: each counts as if it had been completed so. */

export function change(world: World, op: Of<"change">): Figures {
  if (op.changedAt > op.at + 5 * MINUTE) refuse("VALIDATION_FAILED");
  const known = ownOrder(world, op);
  const before = known?.versions.get(op.version);
  if (before) return toldBefore(world, before, op);
  if (known && op.version < known.version) {
    known.versions.set(op.version, { ...op, status: "STALE" });
    mark(world, "stale edit");
    return { ...nothing(), tier: null, duplicate: false };
  }
  if (known && known.paid !== null) requireFit(world, known, op);
  const { order, yielded } = knownOrder(world, op);
  if (order.paid === null) return park(world, order, op, yielded);
  const version: Version = { ...op, status: "APPLIED" };
  order.versions.set(op.version, version);
  order.version = op.version;
  return followingTier(world, order.owner, () => {
    const moved = { ...nothing(), yielded };
    apply(world, order, version, { now: op.at, moved });
    followAward(world, order, moved);
    return moved;
  });
}

function toldBefore(world: World, before: Version, op: Of<"change">): Figures {
  if (before.paid !== op.paid || before.worth !== op.worth) refuse("DUPLICATE_REFERENCE");
  mark(world, "edit repeated");
  return before.status === "PARKED" ? parked(0) : DUPLICATE;
}

function park(world: World, order: Order, op: Of<"change">, yielded: number): Figures {
  const waiting = order.versions.get(order.version);
  if (waiting) waiting.status = "STALE";
  order.versions.set(op.version, { ...op, status: "PARKED" });
  order.version = op.version;
  mark(world, "edit parked");
  return parked(yielded);
}

/** The order has come whose edit waited. */
export function applyParkedChange(world: World, order: Order, now: number, moved: Moved): void {
  const waiting = order.versions.get(order.version);
  if (waiting?.status !== "PARKED") return;
  waiting.status = "APPLIED";
  apply(world, order, waiting, { now, moved });
  mark(world, "parked edit applied");
}

const settledOf = (world: World, order: Order) =>
  [...world.refunds.values()]
    .filter((refund) => refund.order === order && refund.status !== "PARKED")
    .sort((a, b) => a.refundedAt - b.refundedAt);

/** The order as the edit says it, before anything of it is refunded. */
const unrefunded = (order: Order, { paid, worth }: Pick<Version, "paid" | "worth">): Order => ({
  ...order,
  ...{ paid, worth, refunded: 0, undone: 0 },
  lines: linesOf({ order: order.name, paid, worth }),
});

/** How much of a refund fits, and takes it off the order. */
function takeOff(world: World, order: Order, { amount, line }: Refund): number {
  const fitting = Math.min(amount, roomOf(world, order) ?? amount, lineLeft(order, line));
  const named = line === null ? undefined : order.lines?.[line];
  if (named) named.gone += fitting;
  if (order.paid) order.refunded += fitting;
  else order.undone += fitting;
  return fitting;
}

/** What was refunded before the edit was made still has to fit. */
function requireFit(world: World, order: Order, op: Of<"change">): void {
  const trial = unrefunded(order, op);
  for (const refund of settledOf(world, order)) {
    const fitting = takeOff(world, trial, refund);
    const isBefore = refund.status !== "REFUSED" && refund.refundedAt <= op.changedAt;
    if (isBefore && fitting < refund.amount - refund.leftOver) refuse("CHANGE_BELOW_REFUNDED");
  }
}

function recount(world: World, order: Order, moved: Moved): void {
  for (const refund of settledOf(world, order)) {
    const before = { ...refund };
    const fitting = takeOff(world, order, refund);
    refund.leftOver = refund.amount - fitting;
    refund.counted = order.paid ? fitting : 0;
    if (fitting === 0) {
      refund.status = "REFUSED";
      if (before.status !== "REFUSED") moved.refused += 1;
      if (before.status !== "REFUSED") mark(world, "refund refused by an edit from before it");
      continue;
    }
    if (before.status === "REFUSED") {
      refund.status = order.isCancelled ? "RECORDED" : "APPLIED";
      mark(world, "refused refund counts after an edit");
    }
    if (refund.leftOver > before.leftOver) {
      moved.leftOver += refund.leftOver;
      mark(world, "refund left over by an edit from before it");
    }
  }
}

function apply(
  world: World,
  order: Order,
  { paid, worth }: Version,
  { now, moved }: { now: number; moved: Moved },
): void {
  order.first ??= { paid: order.paid, worth: order.worth };
  const kept = order.earned - order.clawed;
  Object.assign(order, unrefunded(order, { paid, worth }));
  if (order.lines) mark(world, "edit of an order of lines");
  if (isForeign(order.name)) mark(world, "edit in another currency");
  if (order.coupon === "USED") mark(world, "edit of an order that a coupon paid for");
  recount(world, order, moved);
  if (order.isCancelled) {
    mark(world, "edit of a cancelled order");
    return;
  }
  movePoints(world, order, { kept, now, moved });
  moved.restored += restoreFor(world, order, now);
  balance(world, order, now);
  settle(world, order.owner, now);
  releaseIfUndone(world, order, now);
}

function movePoints(
  world: World,
  order: Order,
  { kept, now, moved }: { kept: number; now: number; moved: Moved },
): void {
  const { owner, paid, refunded, paidAt, pointsPct } = order;
  order.earned = pointsAt(pointsPct, paid ?? 0);
  const clawed = order.earned - keptOf(order.earned, order, refunded);
  const more = order.earned - clawed - kept;
  order.clawed = clawed;
  if (more > 0) {
    order.lots.push(earnLot(world, owner, { points: more, earnedAt: paidAt, now }));
    moved.earned += more;
    mark(world, "edit earned more");
    settle(world, owner, now);
  }
  if (more < 0) {
    order.clawed = clawed + more;
    moved.clawed += clawBack(world, order, clawed);
    mark(world, "edit clawed back");
  }
}

/** What is over its cap by now, and the undone share of the rest. */
function restoreFor(world: World, order: Order, now: number): number {
  const redemption = activeOn(world, order.name);
  if (redemption?.owner !== order.owner) return 0;
  const worth = worthOf(order, redemption.points);
  const isLess = worth !== null && worth < redemption.amount;
  const over = isLess ? Math.max(0, redemption.points - pointsAllowedOn(worth)) : 0;
  const overCap = Math.max(over, redemption.overCap);
  const back = restore(world, redemption, dueOf(order, { ...redemption, overCap }), now);
  if (back > 0) {
    redemption.overCap += Math.min(back, overCap - redemption.overCap);
    mark(world, "points restored by an edit");
  }
  return back;
}
