import { releaseOf } from "./holding";
import { settle } from "./lots";
import { yieldTo } from "./reversing";
import type { Member, Order, World } from "./state";
import { activeOn, mark, memberOf, refuse } from "./state";
import { tierOf, tierRank } from "./sums";
import type { Outcome } from "./vocabulary";

/** What every event of an order begins and ends with. */

export type Figures = Extract<Outcome, { figures: unknown }>["figures"];

/** What an event moved; the driver adds the real answer's actions up to the same. */
export interface Moved {
  earned: number;
  clawed: number;
  restored: number;
  frozen: number;
  unfrozen: number;
  /** Given back to others who had claimed the order. */
  yielded: number;
  overCap: number;
  /** Minor units of refunds that fit nothing. */
  leftOver: number;
  /** How much of what was parked does not fit. */
  refused: number;
  /** Of an activity. */
  couponsIssued: number;
  couponsVoided: number;
}

export const nothing = (): Moved => ({
  earned: 0,
  clawed: 0,
  restored: 0,
  frozen: 0,
  unfrozen: 0,
  yielded: 0,
  overCap: 0,
  leftOver: 0,
  refused: 0,
  couponsIssued: 0,
  couponsVoided: 0,
});

export const DUPLICATE: Figures = { duplicate: true };
export const parked = (yielded: number): Figures => ({ parked: true, yielded });

/** Runs an event and tells how it moved the tier. */
export function followingTier(world: World, member: Member, run: () => Moved): Figures {
  const from = tierOf(world, member);
  const moved = run();
  const to = tierOf(world, member);
  const steps = tierRank(to) - tierRank(from);
  if (steps === 1) mark(world, "tier raised");
  if (steps > 1) mark(world, "tier raised by several rungs");
  if (steps < 0) mark(world, "tier lowered");
  return { ...moved, tier: steps === 0 ? null : `${from} to ${to}`, duplicate: false };
}

/** An order's own row; an event that names another member contradicts it. */
export function ownOrder(world: World, op: { order: string; by: number }): Order | undefined {
  const order = world.orders.get(op.order);
  if (order && order.owner !== memberOf(world, op.by)) refuse("DUPLICATE_REFERENCE");
  return order;
}

/** The order, and what others had to give up because its first event says whose it is. */
export function knownOrder(
  world: World,
  op: { order: string; by: number; at: number },
): { order: Order; yielded: number } {
  const known = ownOrder(world, op);
  if (known) return { order: known, yielded: 0 };
  const order = newOrder(world, op);
  return { order, yielded: takeFromOthers(world, order, op.at) };
}

function takeFromOthers(world: World, { name, owner }: Order, now: number): number {
  let points = 0;
  for (const other of world.members) {
    if (other === owner) continue;
    const held = world.holds.some(
      (hold) => hold.owner === other && hold.order === name && hold.status === "HELD",
    );
    if (!held && activeOn(world, name)?.owner !== other) continue;
    settle(world, other, now);
    const released = releaseOf(world, other, name, now);
    if (released > 0) mark(world, "hold yielded to the order's owner");
    points += released + yieldTo(world, other, name, now);
  }
  return points;
}

function newOrder(world: World, op: { order: string; by: number }): Order {
  const owner = memberOf(world, op.by);
  const order: Order = {
    name: op.order,
    owner,
    paid: null,
    worth: null,
    refunded: 0,
    lines: null,
    coupon: null,
    undone: 0,
    earned: 0,
    clawed: 0,
    lots: [],
    isCancelled: false,
    paidAt: 0,
    pointsPct: 100,
    versions: new Map(),
    version: 0,
    first: null,
  };
  world.orders.set(op.order, order);
  return order;
}
