import type { Member, Order, World } from "./state";
import { mark, memberOf, refuse } from "./state";
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
}

export const nothing = (): Moved => ({ earned: 0, clawed: 0, restored: 0, frozen: 0, unfrozen: 0 });

export const DUPLICATE: Figures = { duplicate: true };
export const PARKED: Figures = { parked: true };

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
  if (order && order.owner.index !== op.by) refuse("DUPLICATE_REFERENCE");
  return order;
}

export function knownOrder(world: World, op: { order: string; by: number }): Order {
  const known = ownOrder(world, op);
  if (known) return known;
  const owner = memberOf(world, op.by);
  const order: Order = {
    name: op.order,
    owner,
    paid: null,
    refunded: 0,
    earned: 0,
    clawed: 0,
    lot: null,
    isCancelled: false,
  };
  world.orders.set(op.order, order);
  return order;
}
