import { letGo, setAside, settle, spendAside, takeAvailable } from "./lots";
import { redeemed, restoreAtOnce } from "./redeeming";
import { requireStanding, worthOf } from "./standing";
import type { Hold, Member, World } from "./state";
import { activeOn, mark, memberOf, refuse, sum } from "./state";
import { availableOf, OWN_HOLDS_MAX, pointsAllowedOn } from "./sums";
import type { Of, Outcome } from "./vocabulary";

/** Points held for a checkout, and who may claim an order. */

const HOLD_SECONDS = 900;

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

/** One member's own hold on an order: others may have theirs. */
function ownHoldOn(world: World, owner: Member, order: string): Hold | undefined {
  return world.holds.find(
    (hold) => hold.owner === owner && hold.order === order && hold.status === "HELD",
  );
}

/** A service keeps others off the order; a member's own hold keeps off nobody. */
export function refuseIfHeldForOther(world: World, owner: Member, order: string): void {
  const isHeld = world.holds.some(
    (hold) =>
      hold.asService && hold.status === "HELD" && hold.order === order && hold.owner !== owner,
  );
  if (isHeld) refuse("DUPLICATE_REFERENCE");
}

function refuseOverCap(world: World, order: string, points: number, amount: number): void {
  const worth = worthOf(world.orders.get(order), points);
  if (points > pointsAllowedOn(Math.min(amount, worth ?? amount))) {
    refuse("DEDUCTION_LIMIT_EXCEEDED");
  }
}

interface Wanted {
  at: number;
  by: number;
  order: string;
  points: number;
  amount: number;
}

/** The order, then the status, then how many are held, then the cap, then the balance. */
export function checkSpending(
  world: World,
  member: Member,
  op: Wanted,
  hold?: { asService: boolean },
): void {
  const own = ownHoldOn(world, member, op.order);
  const asService = hold?.asService ?? true;
  if (own && (own.asService || !asService)) refuse("DUPLICATE_REFERENCE");
  requireStanding(world, op.order, op);
  if (member.isFrozen) refuse("MEMBER_STATUS_INVALID");
  const living = world.holds.filter(
    (other) => other.owner === member && other.status === "HELD" && other !== own,
  );
  const mine = living.filter((other) => !other.asService);
  if (hold && !asService && mine.length >= OWN_HOLDS_MAX) refuse("LIMIT_REACHED");
  refuseOverCap(world, op.order, op.points, op.amount);
  const back = own?.parts.filter(({ lot }) => lot.expiresAt > op.at) ?? [];
  // What it held beyond its end expires with it.
  const backAgain = sum(back.map(({ points }) => points));
  if (op.points > availableOf(member) + backAgain) refuse("INSUFFICIENT_POINTS");
}

/** A member's own hold gives way to what a service does on the order. */
export function makeRoom(world: World, member: Member, op: Wanted): void {
  const own = ownHoldOn(world, member, op.order);
  if (!own) return;
  releaseNow(world, own, op.at);
  mark(world, "hold gave way to the service");
}

export function hold(world: World, op: Of<"hold">): Figures {
  const owner = memberOf(world, op.by);
  if (activeOn(world, op.order)) refuse("DUPLICATE_REFERENCE");
  const living = ownHoldOn(world, owner, op.order);
  if (living && living.points === op.points && living.amount === op.amount) {
    const takesOver = op.asService && !living.asService;
    if (takesOver) refuseIfHeldForOther(world, owner, op.order);
    if (takesOver) mark(world, "hold taken over by the service");
    living.asService ||= op.asService;
    world.holdNamed.set(op.hold, living);
    mark(world, "hold repeated");
    return heldFigures(living);
  }
  refuseIfHeldForOther(world, owner, op.order);
  checkSpending(world, owner, op, op);
  makeRoom(world, owner, op);
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
    pointsRestored: 0,
    availableAfter: 0,
  };
  if (world.holds.some((hold) => hold.order === order && hold.status === "HELD")) {
    mark(world, "two members hold points for one order");
  }
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
    if (op.amount === null && !held.asService) refuse("VALIDATION_FAILED");
    captureNow(world, held, { points, amount: op.amount ?? held.amount, at: op.at });
  }
  return {
    pointsUsed: points,
    pointsReleased: held.points - points,
    pointsRestored: held.pointsRestored,
    discountMinor: points,
    available: held.availableAfter,
  };
}

function captureNow(
  world: World,
  held: Hold,
  { points, amount, at }: { points: number; amount: number; at: number },
): void {
  const { owner, order } = held;
  if (activeOn(world, order)) refuse("DUPLICATE_REFERENCE");
  refuseIfHeldForOther(world, owner, order);
  requireStanding(world, order, { by: owner.index, amount });
  refuseOverCap(world, order, points, amount);
  const wasExpired = held.parts.some(({ lot }) => lot.expiresAt <= at);
  const taken = spendAside(held.parts, points);
  const redemption = redeemed(world, owner, { order, points, amount }, taken);
  restoreAtOnce(world, order, redemption, at);
  const rest = held.parts.filter((part) => part.points > 0);
  letGo(world, owner, rest, "the rest of a capture");
  settle(world, owner, at);
  held.status = "CAPTURED";
  held.pointsUsed = points;
  held.pointsRestored = redemption.atOnce;
  held.availableAfter = availableOf(owner);
  if (rest.length > 0) mark(world, "hold captured in part");
  if (wasExpired) mark(world, "hold captured after its lot's expiry");
  if (owner.isFrozen) mark(world, "capture for a frozen member");
}

export function release(world: World, op: Of<"release">): Figures {
  const held = world.holdNamed.get(op.hold);
  if (!held || (!op.asService && held.owner !== memberOf(world, op.by))) refuse("HOLD_NOT_FOUND");
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

/** An order that is undone, or is another's, needs the member's hold no longer. */
export function releaseOf(
  world: World,
  owner: Member,
  order: string,
  now: number,
  upTo = Number.POSITIVE_INFINITY,
): number {
  const living = ownHoldOn(world, owner, order);
  if (!living || living.amount > upTo) return 0;
  releaseNow(world, living, now);
  return living.points;
}
