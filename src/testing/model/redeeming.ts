import { endOfDayAfterDays } from "@/platform/business-time";
import { newLot, putBack, ZONE } from "./lots";
import { undoneOf } from "./standing";
import type { Member, Order, Redemption, Spending, World } from "./state";
import { mark } from "./state";
import { availableOf, keptOf } from "./sums";

/** What is spent on an order as it is written down, and how it comes back. */

/** Writes down what was spent. */
export function redeemed(
  world: World,
  owner: Member,
  spending: { order: string; points: number; amount: number },
  taken: Redemption["taken"],
): Redemption {
  const { order, points, amount } = spending;
  const redemption: Redemption = {
    owner,
    points,
    amount,
    taken,
    restored: 0,
    overCap: 0,
    atOnce: 0,
    isReversed: false,
    isYielded: false,
    availableAfter: availableOf(owner),
    parts: new Map(),
    reversal: null,
  };
  const replaced = world.redemptions.get(order);
  if (replaced) world.replaced.push([order, replaced]);
  if (replaced) mark(world, "points spent where somebody's had given way");
  world.redemptions.set(order, redemption);
  return redemption;
}

/** The share of the order that is refunded already goes back in the same act. */
export function restoreAtOnce(
  world: World,
  name: string,
  redemption: Redemption,
  now: number,
): void {
  const order = world.orders.get(name);
  if (!order) return;
  redemption.atOnce = restore(world, redemption, dueOf(order, redemption), now);
  if (redemption.atOnce === 0) return;
  redemption.availableAfter = availableOf(redemption.owner);
  mark(world, "spent on what was refunded in part");
}

/** What refunds and the cap give back of it in all, less what came back already. */
export function dueOf(order: Order, redemption: Redemption): number {
  const { points, overCap, restored, amount } = redemption;
  const { whole, undone } = undoneOf(order, amount);
  const spent = points - overCap;
  return overCap + spent - keptOf(spent, { paid: whole }, undone) - restored;
}

/**
 * Gives back up to so many points: last taken first, to the lots they came from; what has expired
 * meanwhile as one lot that ends at the close of the 30th day after (default), or without a grace to
 * its lot all the same.
 */
export function restore(
  world: World,
  redemption: Spending,
  points: number,
  now: number,
  hasGrace = true,
): number {
  const { owner } = redemption;
  const wanted = Math.min(points, redemption.points - redemption.restored);
  if (wanted <= 0) return 0;
  let skipped = redemption.restored;
  let left = wanted;
  let expired = 0;
  for (const { lot, points: taken } of redemption.taken.toReversed()) {
    const before = Math.min(skipped, taken);
    const back = Math.min(taken - before, left);
    skipped -= before;
    left -= back;
    if (lot.expiresAt <= now && hasGrace) expired += back;
    else putBack(world, owner, { lot, points: back }, "a restore");
  }
  if (expired > 0) {
    const expiresAt = endOfDayAfterDays(
      new Date(now),
      world.rules.restoreGraceDays,
      ZONE,
    ).getTime();
    const lot = newLot(world, owner, { availableAt: now, expiresAt, matured: true });
    putBack(world, owner, { lot, points: expired }, "a restore");
    mark(world, "restored to a grace lot");
    if (expired < wanted) mark(world, "restored to old lots and a grace lot");
  }
  redemption.restored += wanted;
  if (owner.isFrozen) mark(world, "restore for a frozen member");
  return wanted;
}
