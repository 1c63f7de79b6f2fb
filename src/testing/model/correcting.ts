import { earnLot, expiryOf, newLot, putBack, takeAvailable } from "./lots";
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
  if (Math.abs(op.points) > APPROVAL_ABOVE) return askToAdjust(world, owner, op);
  // A reference names one correction: another one that waits or was rejected has it.
  const isTaken = world.approvals.has(op.reference) && !world.adjustments.has(op.reference);
  if (isTaken) refuse("DUPLICATE_REFERENCE");
  return { points: op.points, available: adjustNow(world, owner, op), waits: false };
}

/** A large correction moves nothing until a second person agrees. */
function askToAdjust(world: World, owner: Member, op: Of<"adjust">): Figures {
  const { points, reference, at } = op;
  const done = world.adjustments.get(reference);
  const asked = world.approvals.get(reference);
  const before = done ?? asked;
  if (before) {
    const same = before.owner === owner && before.points === points;
    if (!same || (!done && asked?.status !== "WAITING")) refuse("DUPLICATE_REFERENCE");
    mark(world, "large correction asked for again");
  } else world.approvals.set(reference, { owner, points, status: "WAITING", at });
  return { points, available: availableOf(owner), waits: !done };
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
  if (points > 0) addNow(world, owner, points, at);
  else {
    if (-points > availableOf(owner)) refuse("INSUFFICIENT_POINTS");
    takeAvailable(owner, -points);
  }
  const availableAfter = availableOf(owner);
  world.adjustments.set(reference, { owner, points, availableAfter });
  return availableAfter;
}

/** A correction is no earning: what it adds does not stay pending. */
function addNow(world: World, owner: Member, points: number, now: number): void {
  const lot = newLot(world, owner, {
    availableAt: now,
    expiresAt: expiryOf(world, now),
    matured: true,
  });
  putBack(world, owner, { lot, points }, "an addition by hand");
}

/** Points of the system before come with the end that they had there. */
export function open(world: World, { by, at, reference, points, expiresAt }: Of<"open">): Figures {
  const owner = memberOf(world, by);
  const before = world.openings.get(reference);
  if (before) {
    if (before.owner !== owner || before.points !== points) refuse("DUPLICATE_REFERENCE");
    mark(world, "opening repeated");
    return { duplicate: true };
  }
  const lot = newLot(world, owner, { availableAt: at, expiresAt, matured: true });
  putBack(world, owner, { lot, points }, "an opening balance");
  world.openings.set(reference, { owner, points });
  return { duplicate: false };
}

/** What nobody decided in thirty days ends. */
const WAIT_MS = 30 * 86_400_000;

/** A second person says yes or no to a large correction. */
export function decide(world: World, op: Of<"decide">): Figures {
  const asked = world.approvals.get(op.reference);
  if (!asked) refuse("NOT_FOUND");
  if (asked.status !== "WAITING") refuse("VERSION_CONFLICT");
  if (op.at >= asked.at + WAIT_MS) refuse("VERSION_CONFLICT");
  if (op.asAsker) refuse("PERMISSION_DENIED");
  if (op.approve) adjustNow(world, asked.owner, { ...asked, ...op });
  asked.status = op.approve ? "APPROVED" : "REJECTED";
  mark(world, op.approve ? "large correction approved" : "large correction rejected");
  return {};
}
