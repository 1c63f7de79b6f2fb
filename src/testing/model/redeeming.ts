import { endOfDayAfterDays } from "@/platform/business-time";
import { letGo, newLot, putBack, setAside, settle, spendAside, takeAvailable, ZONE } from "./lots";
import type { Hold, Member, Redemption, Spending, World } from "./state";
import { mark, memberOf, refuse } from "./state";
import { availableOf, pointsAllowedOn } from "./sums";
import type { Of, Outcome } from "./vocabulary";

/** Points spent on an order: in one step, or held first. */

const HOLD_SECONDS = 900;

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

function livingHoldOn(world: World, order: string): Hold | undefined {
  return world.holds.find((hold) => hold.order === order && hold.status === "HELD");
}

/** Status, then the cap, then the balance. */
function checkSpending(member: Member, op: { points: number; amount: number }): void {
  if (member.isFrozen) refuse("MEMBER_STATUS_INVALID");
  if (op.points > pointsAllowedOn(op.amount)) refuse("DEDUCTION_LIMIT_EXCEEDED");
  if (op.points > availableOf(member)) refuse("INSUFFICIENT_POINTS");
}

export function use(world: World, op: Of<"use">): Figures {
  const member = memberOf(world, op.by);
  if (world.orders.get(op.order)?.isCancelled) refuse("DUPLICATE_REFERENCE");
  const earlier = world.redemptions.get(op.order);
  // A hold that was captured has made one as well.
  if (earlier) {
    const same =
      earlier.owner === member && earlier.points === op.points && earlier.amount === op.amount;
    if (!same || earlier.isReversed) refuse("DUPLICATE_REFERENCE");
    mark(world, "use repeated");
    return usedFigures(earlier);
  }
  if (livingHoldOn(world, op.order)) refuse("DUPLICATE_REFERENCE");
  checkSpending(member, op);
  const taken = takeAvailable(member, op.points);
  if (taken.length > 1) mark(world, "use from several lots");
  return usedFigures(redeemed(world, member, op, taken));
}

function redeemed(
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
    isReversed: false,
    availableAfter: availableOf(owner),
    reversal: null,
  };
  world.redemptions.set(order, redemption);
  return redemption;
}

function usedFigures({ points, amount, availableAfter }: Redemption): Figures {
  return {
    pointsUsed: points,
    discountMinor: points,
    payableMinor: amount - points,
    available: availableAfter,
  };
}

export function hold(world: World, op: Of<"hold">): Figures {
  const owner = memberOf(world, op.by);
  if (world.redemptions.has(op.order)) refuse("DUPLICATE_REFERENCE");
  const living = livingHoldOn(world, op.order);
  if (living) {
    const same =
      living.owner === owner && living.points === op.points && living.amount === op.amount;
    if (!same) refuse("DUPLICATE_REFERENCE");
    world.holdNamed.set(op.hold, living);
    mark(world, "hold repeated");
    return heldFigures(living);
  }
  if (world.orders.get(op.order)?.isCancelled) refuse("DUPLICATE_REFERENCE");
  checkSpending(owner, op);
  const { order, points, amount, asService } = op;
  const made: Hold = {
    id: ++world.count,
    owner,
    order,
    points,
    amount,
    parts: setAside(takeAvailable(owner, points)),
    asService,
    expiresAt: op.at + (op.ttlSeconds ?? HOLD_SECONDS) * 1000,
    status: "HELD",
    pointsUsed: 0,
    availableAfter: 0,
  };
  world.holds.push(made);
  world.holdNamed.set(op.hold, made);
  return heldFigures(made);
}

function heldFigures({ owner, points, expiresAt }: Hold): Figures {
  return { points, discountMinor: points, expiresAt, available: availableOf(owner) };
}

export function capture(world: World, op: Of<"capture">): Figures {
  const held = world.holdNamed.get(op.hold);
  if (!held) refuse("HOLD_NOT_FOUND");
  const points = op.points ?? held.points;
  if (points > held.points) refuse("VALIDATION_FAILED");
  const again = held.status === "CAPTURED" && held.pointsUsed === points;
  if (again) mark(world, "capture repeated");
  else {
    if (held.status !== "HELD") refuse("HOLD_NOT_ACTIVE");
    captureNow(world, held, points, op.at);
  }
  return {
    pointsUsed: points,
    pointsReleased: held.points - points,
    discountMinor: points,
    available: held.availableAfter,
  };
}

function captureNow(world: World, held: Hold, points: number, now: number): void {
  const { owner } = held;
  const wasExpired = held.parts.some(({ lot }) => lot.expiresAt <= now);
  const taken = spendAside(held.parts, points);
  redeemed(world, owner, { ...held, points }, taken);
  const rest = held.parts.filter((part) => part.points > 0);
  letGo(world, owner, rest, "the rest of a capture");
  settle(world, owner, now);
  held.status = "CAPTURED";
  held.pointsUsed = points;
  held.availableAfter = availableOf(owner);
  if (rest.length > 0) mark(world, "hold captured in part");
  if (wasExpired) mark(world, "hold captured after its lot's expiry");
  if (owner.isFrozen) mark(world, "capture for a frozen member");
}

export function release(world: World, op: Of<"release">): Figures {
  const held = world.holdNamed.get(op.hold);
  if (!held || (!op.asService && held.owner.index !== op.by)) refuse("HOLD_NOT_FOUND");
  if (held.asService && !op.asService) refuse("PERMISSION_DENIED");
  if (held.status === "RELEASED") mark(world, "release repeated");
  else {
    if (held.status !== "HELD") refuse("HOLD_NOT_ACTIVE");
    releaseNow(world, held, op.at);
  }
  return { available: held.availableAfter };
}

function releaseNow(world: World, held: Hold, now: number): void {
  const { owner } = held;
  letGo(world, owner, held.parts, "a release");
  settle(world, owner, now);
  held.status = "RELEASED";
  held.availableAfter = availableOf(owner);
  if (held.parts.some(({ lot }) => lot.expiresAt <= now))
    mark(world, "released points expired at once");
}

/** A cancelled order needs its hold no longer. */
export function releaseOf(world: World, owner: Member, order: string, now: number): void {
  const living = livingHoldOn(world, order);
  if (living?.owner !== owner) return;
  releaseNow(world, living, now);
  mark(world, "hold released by a cancellation");
}

export function reverse(world: World, op: Of<"reverse">): Figures {
  const redemption = world.redemptions.get(op.order);
  if (!redemption) refuse("TRANSACTION_NOT_FOUND");
  const { owner } = redemption;
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

/**
 * Gives back up to so many points: last taken first, to the lots they came from; what has expired
 * meanwhile as one lot that ends at the close of the 30th day after (default).
 */
export function restore(world: World, redemption: Spending, points: number, now: number): number {
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
    if (lot.expiresAt <= now) expired += back;
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
