import { settle, takeAvailable } from "./lots";
import { restore } from "./redeeming";
import { mark, memberOf, refuse, type World } from "./state";
import { availableOf } from "./sums";
import type { Of, Outcome } from "./vocabulary";

/** Points spent in the points mall, and brought back by calling it off. */

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

/** Said twice, it is bought twice. */
export function buy(world: World, op: Of<"buy">): Figures {
  const owner = memberOf(world, op.by);
  const { points, thing } = op;
  if (owner.isFrozen) refuse("MEMBER_STATUS_INVALID");
  if (points > availableOf(owner)) refuse("INSUFFICIENT_POINTS");
  const taken = takeAvailable(owner, points);
  world.purchases.set(thing, { owner, points, taken, restored: 0 });
  return { pointsCost: points, available: availableOf(owner) };
}

export function callOff(world: World, op: Of<"call-off">): Figures {
  const bought = world.purchases.get(op.thing);
  if (!bought) refuse("REDEMPTION_NOT_FOUND");
  const { owner, points } = bought;
  if (bought.restored > 0) mark(world, "calling off repeated");
  // What has expired meanwhile stays so: nobody keeps points by spending them for a while.
  const isLate = bought.taken.some(({ lot }) => lot.expiresAt <= op.at);
  if (isLate && bought.restored === 0) mark(world, "called off after the expiry");
  restore(world, bought, points, op.at, false);
  settle(world, owner, op.at);
  return { pointsRestored: points, available: availableOf(owner) };
}
