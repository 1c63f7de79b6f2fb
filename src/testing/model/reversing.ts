import { restore } from "./redeeming";
import type { Member, Redemption, World } from "./state";
import { activeOn, mark, refuse } from "./state";
import { availableOf } from "./sums";
import type { Of, Outcome } from "./vocabulary";

/** Redemptions taken back, and those that give way. */

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

/** What a member spent on an order that is another's comes back, and makes room. */
export function yieldTo(world: World, owner: Member, order: string, now: number): number {
  const redemption = activeOn(world, order);
  if (redemption?.owner !== owner) return 0;
  const points = restore(world, redemption, redemption.points, now);
  redemption.isYielded = true;
  if (!redemption.isReversed && points > 0) {
    redemption.reversal = { pointsRestored: points, available: availableOf(owner) };
  }
  redemption.isReversed = true;
  mark(world, "points yielded to the order's owner");
  return points;
}

export function reverse(world: World, op: Of<"reverse">): Figures {
  const redemption = world.redemptions.get(op.order);
  if (!redemption) refuse("TRANSACTION_NOT_FOUND");
  const { owner } = redemption;
  if (op.points !== null) return reversePart(world, redemption, op.points, op.at);
  if (redemption.isReversed) {
    mark(world, "reversal repeated");
    return redemption.reversal ?? { pointsRestored: 0, available: availableOf(owner) };
  }
  if (redemption.restored > 0) mark(world, "reversal of what refunds left");
  const pointsRestored = restore(world, redemption, redemption.points, op.at);
  redemption.isReversed = true;
  const available = availableOf(owner);
  if (pointsRestored > 0) redemption.reversal = { pointsRestored, available };
  return { pointsRestored, available };
}

/** A part is named by its size: the same size again is the same part. */
function reversePart(world: World, redemption: Redemption, points: number, now: number): Figures {
  const earlier = redemption.parts.get(points);
  if (earlier) {
    mark(world, "reversal of a part repeated");
    return earlier;
  }
  if (points > redemption.points - redemption.restored) refuse("VALIDATION_FAILED");
  restore(world, redemption, points, now);
  mark(world, "reversal of a part");
  const told = { pointsRestored: points, available: availableOf(redemption.owner) };
  redemption.parts.set(points, told);
  return told;
}
