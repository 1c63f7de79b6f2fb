import { releaseOf } from "./holding";
import { letGo, settle, spendAside, take, takeAvailable } from "./lots";
import { dueOf, restore } from "./redeeming";
import { isUndone } from "./standing";
import type { Order, Part, Refund, Return, World } from "./state";
import { activeOn, mark, sum } from "./state";
import { keptOf } from "./sums";

/** Claw back, and what refunds do to returns and redemptions. */

export function returnsOf(world: World, order: Order): Return[] {
  return [...world.returns.values()].filter((wanted) => wanted.order === order);
}

export const openReturns = (world: World, order: Order) =>
  returnsOf(world, order)
    .filter(({ status }) => status === "OPEN")
    .sort((a, b) => a.requestedAt - b.requestedAt || a.id - b.id);

const pointsIn = (parts: Part[]) => sum(parts.map(({ points }) => points));

export const frozenFor = (world: World, order: Order) =>
  sum(openReturns(world, order).map(({ parts }) => pointsIn(parts)));

/** From the order's own lots, pending or not, then what else is available, earliest expiry first. */
export function takeBack(order: Order, points: number): Part[] {
  const own = take(order.lots, points);
  return [...own, ...takeAvailable(order.owner, points - pointsIn(own))];
}

/**
 * Takes points of the order until so many are clawed in all: first what its returns froze, the
 * return being refunded first; what nothing is left for becomes owed.
 */
export function clawBack(world: World, order: Order, clawedAfter: number, first?: Return): number {
  const points = clawedAfter - order.clawed;
  if (points <= 0) return 0;
  let missing = points;
  const others = openReturns(world, order).filter((open) => open !== first);
  for (const { parts } of first ? [first, ...others] : others) {
    const gone = pointsIn(spendAside(parts, missing));
    missing -= gone;
    if (gone > 0) mark(world, "claw back from frozen points");
  }
  const pending = order.lots.filter(({ matured }) => !matured);
  const pendingBefore = sum(pending.map(({ remaining }) => remaining));
  const parts = takeBack(order, missing);
  if (pendingBefore > 0 && missing > 0) mark(world, "claw back from pending points");
  if (parts.some(({ lot }) => !order.lots.includes(lot))) mark(world, "claw back from other lots");
  missing -= pointsIn(parts);
  order.owner.owed += missing;
  order.clawed = clawedAfter;
  if (missing > 0) mark(world, "claw back beyond what was there");
  if (order.owner.isFrozen) mark(world, "claw back from a frozen member");
  return points;
}

/** A return ends; what a refund did not take of its frozen points goes back. */
export function closeReturn(world: World, ending: Return, cause: string): number {
  ending.status = "ENDED";
  ending.open = 0;
  const { parts } = ending;
  ending.parts = [];
  return letGo(
    world,
    ending.order.owner,
    parts.filter(({ points }) => points > 0),
    cause,
  );
}

export function closeAll(world: World, order: Order): void {
  for (const parked of returnsOf(world, order)) {
    if (parked.status === "PARKED") closeReturn(world, parked, "the end of a return");
  }
  closeOpen(world, order);
}

function closeOpen(world: World, order: Order): void {
  for (const open of openReturns(world, order)) closeReturn(world, open, "the end of a return");
}

export interface Undone {
  clawed: number;
  restored: number;
}

interface Refunded extends Pick<Refund, "return" | "line"> {
  /** What of it fits. */
  amount: number;
}

/** Undoes what an order, refunded by so much more, does not keep. */
export function undo(world: World, order: Order, refund: Refunded, now: number): Undone {
  const named = openReturns(world, order).find(({ name }) => name === refund.return);
  const kept = keptOf(order.earned, order, order.refunded);
  const clawed = clawBack(world, order, order.earned - kept, named);
  const restored = restoreShare(world, order, now);
  consumeReturns(world, order, refund, named);
  settle(world, order.owner, now);
  releaseIfUndone(world, order, now);
  return { clawed, restored };
}

/** A full refund needs the hold no longer. Of an unpaid order only those who spend know its worth. */
export function releaseIfUndone(world: World, order: Order, now: number): void {
  const { owner, name, worth, paid, undone } = order;
  const said = activeOn(world, name)?.amount ?? null;
  const isUnsaid = paid === 0 && worth === null;
  if (isUndone(order, said) && order.coupon === "USED") {
    order.coupon = "CANCELLED";
    mark(world, "coupon given back by a full refund");
  }
  if (!isUndone(order, said) && !isUnsaid) return;
  const upTo = isUndone(order, said) ? undefined : undone;
  if (releaseOf(world, owner, name, now, upTo) > 0) mark(world, "hold released by a full refund");
}

/** The return it names is closed; without one, the oldest open returns are used up by amount. */
function consumeReturns(
  world: World,
  order: Order,
  refund: Refunded,
  named: Return | undefined,
): void {
  if (named) {
    const freed = closeReturn(world, named, "the end of a return");
    if (freed > 0) mark(world, "refund of a return that froze more");
  }
  if (refund.return === null) consumeOldest(world, order, refund);
  if (isUndone(order, null)) closeOpen(world, order);
  thawSurplus(world, order);
}

/** But for those of other lines than it names. */
function consumeOldest(world: World, order: Order, { amount, line }: Refunded): void {
  const isElsewhere = (open: Return) =>
    order.lines !== null && line !== null && open.line !== null && open.line !== line;
  let left = amount;
  for (const open of openReturns(world, order)) {
    if (isElsewhere(open)) {
      mark(world, "return of another line than its refund's");
      continue;
    }
    const used = Math.min(open.open, left);
    open.open -= used;
    left -= used;
    if (used > 0) mark(world, "return used up by a refund that named none");
    if (open.open === 0) closeReturn(world, open, "the end of a return");
  }
}

/** What refunding all that is refunded or asked for would claw back and has not been. */
export function wouldBeClawed(world: World, order: Order): number {
  const open = sum(openReturns(world, order).map((asked) => asked.open));
  const gone = Math.min(order.refunded + open, order.paid ?? 0);
  return order.earned - keptOf(order.earned, order, gone) - order.clawed;
}

/** Returns never keep more frozen than they might claw back. */
function thawSurplus(world: World, order: Order): void {
  let surplus = frozenFor(world, order) - wouldBeClawed(world, order);
  for (const { parts } of openReturns(world, order)) {
    for (const part of parts) {
      const points = Math.min(part.points, Math.max(0, surplus));
      if (points === 0) continue;
      part.points -= points;
      surplus -= points;
      letGo(world, order.owner, [{ lot: part.lot, points }], "the end of a return");
      mark(world, "surplus of a return unfrozen");
    }
  }
}

function restoreShare(world: World, order: Order, now: number): number {
  const redemption = activeOn(world, order.name);
  if (redemption?.owner !== order.owner) return 0;
  const restored = restore(world, redemption, dueOf(order, redemption), now);
  if (restored > 0 && !isUndone(order, redemption.amount))
    mark(world, "restored in part by a refund");
  if (restored > 0 && order.paid === 0) mark(world, "restored for an order that no money paid");
  return restored;
}
