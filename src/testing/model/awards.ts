import type { Moved } from "./order-book";
import { type Member, mark, type Order, type World } from "./state";

/** An activity that gives a coupon for a first order: who has it, by the orders as they stand. */

/** What is left of an order has to be worth so much, in minor units. */
export const AWARD_MINIMUM = 50_000;

const earns = ({ paid, refunded, isCancelled }: Order) =>
  !isCancelled && paid !== null && paid - refunded >= AWARD_MINIMUM;

/** After something happened to an order that is known: its member's award is what their orders say. */
export function followAward(world: World, order: Order, moved: Moved): void {
  const { owner } = order;
  const { award } = owner;
  if (order.paid === null || (award.heldFor && earns(award.heldFor))) return;
  // Nobody begins while they are frozen.
  if (award.count === 0 && owner.isFrozen) return;
  if (award.heldFor) {
    award.heldFor = null;
    moved.couponsVoided += 1;
    mark(world, "coupon of an activity taken back");
  }
  const next = firstOf(world, owner);
  if (!next) return;
  if (award.count > 0) mark(world, "coupon of an activity given again");
  award.heldFor = next;
  award.count += 1;
  moved.couponsIssued += 1;
  mark(world, "coupon of an activity given");
}

function firstOf(world: World, owner: Member): Order | undefined {
  const own = [...world.orders.values()].filter((order) => order.owner === owner && earns(order));
  return own.sort((a, b) => a.paidAt - b.paidAt)[0];
}
