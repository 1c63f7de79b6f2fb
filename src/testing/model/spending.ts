import { checkSpending, makeRoom, refuseIfHeldForOther } from "./holding";
import { takeAvailable } from "./lots";
import { redeemed, restoreAtOnce } from "./redeeming";
import { activeOn, mark, memberOf, type Redemption, refuse, type World } from "./state";
import type { Of, Outcome } from "./vocabulary";

/** Points spent on an order at once, without a hold. */

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

export function use(world: World, op: Of<"use">): Figures {
  const member = memberOf(world, op.by);
  const earlier = activeOn(world, op.order);
  // A hold that was captured has made one as well.
  if (earlier) {
    const same =
      earlier.owner === member && earlier.points === op.points && earlier.amount === op.amount;
    const isCancelled = world.orders.get(op.order)?.isCancelled;
    if (!same || earlier.isReversed || isCancelled) refuse("DUPLICATE_REFERENCE");
    mark(world, "use repeated");
    return usedFigures(earlier);
  }
  refuseIfHeldForOther(world, member, op.order);
  checkSpending(world, member, op);
  makeRoom(world, member, op);
  const taken = takeAvailable(member, op.points);
  if (taken.length > 1) mark(world, "use from several lots");
  const redemption = redeemed(world, member, op, taken);
  restoreAtOnce(world, op.order, redemption, op.at);
  return usedFigures(redemption);
}

function usedFigures({ points, amount, availableAfter, atOnce }: Redemption): Figures {
  return {
    pointsUsed: points,
    pointsRestored: atOnce,
    discountMinor: points,
    payableMinor: amount - points,
    available: availableAfter,
  };
}
