import { earnLot, takeAvailable } from "./lots";
import type { Figures } from "./order-book";
import { type Member, mark, memberOf, refuse, type World } from "./state";
import { APPROVAL_ABOVE, availableOf } from "./sums";
import type { Of } from "./vocabulary";

/** Points that no order earned or spent. */

export function custom(world: World, op: Of<"custom">): Figures {
  const member = memberOf(world, op.by);
  const before = world.customs.get(op.reference);
  if (before) {
    if (before.owner !== member || before.points !== op.points) refuse("DUPLICATE_REFERENCE");
    mark(world, "earning repeated");
    const { points: pointsEarned, expiresAt } = before;
    return { pointsEarned, expiresAt, available: availableOf(member), duplicate: true };
  }
  const { expiresAt } = earnLot(world, member, { points: op.points, earnedAt: op.at, now: op.at });
  const { points } = op;
  world.customs.set(op.reference, { owner: member, points, expiresAt });
  return { pointsEarned: points, expiresAt, available: availableOf(member), duplicate: false };
}

export function adjust(world: World, op: Of<"adjust">): Figures {
  const owner = memberOf(world, op.by);
  const { points, reference } = op;
  if (Math.abs(points) > APPROVAL_ABOVE) {
    world.approvals.set(reference, { owner, points, isDecided: false });
    return { points, available: availableOf(owner), waits: true };
  }
  return { points, available: adjustNow(world, owner, op), waits: false };
}

function adjustNow(
  world: World,
  owner: Member,
  { reference, points, at }: { reference: string; points: number; at: number },
): number {
  const before = world.adjustments.get(reference);
  if (before) {
    if (before.owner !== owner || before.points !== points) refuse("DUPLICATE_REFERENCE");
    mark(world, "adjustment repeated");
    return before.availableAfter;
  }
  if (points > 0) earnLot(world, owner, { points, earnedAt: at, now: at });
  else {
    if (-points > availableOf(owner)) refuse("INSUFFICIENT_POINTS");
    takeAvailable(owner, -points);
  }
  const availableAfter = availableOf(owner);
  world.adjustments.set(reference, { owner, points, availableAfter });
  return availableAfter;
}

/** A second person says yes or no to a large correction. */
export function decide(world: World, op: Of<"decide">): Figures {
  const asked = world.approvals.get(op.reference);
  if (!asked) refuse("NOT_FOUND");
  if (asked.isDecided) refuse("VERSION_CONFLICT");
  if (op.asAsker) refuse("PERMISSION_DENIED");
  if (op.approve) adjustNow(world, asked.owner, { ...asked, ...op });
  asked.isDecided = true;
  mark(world, op.approve ? "large correction approved" : "large correction rejected");
  return {};
}
