import { buy, callOff } from "./buying";
import { change } from "./changing";
import { adjust, custom, decide, open } from "./correcting";
import { capture, hold, release } from "./holding";
import { livingHolds, settle } from "./lots";
import { merge } from "./merging";
import type { Figures } from "./order-book";
import { cancel, complete } from "./ordering";
import { askReturn, refund, rejectReturn } from "./returning";
import { reverse } from "./reversing";
import { use } from "./spending";
import { type Member, mark, memberOf, Refusal, refuse, type World } from "./state";
import { frozenOf } from "./sums";
import type { Operation, Outcome } from "./vocabulary";

/**
 * A second, slow and simple answer to what every operation does, written from the specification
 * alone. It shares no rule with the system it checks, only the calendar.
 */
export function apply(world: World, op: Operation): Outcome {
  const member = subjectOf(world, op);
  settle(world, member, op.at);
  try {
    const figures = carryOut(world, op);
    mark(world, `${op.kind}: done`);
    return { figures };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    mark(world, `${op.kind}: ${error.code}`);
    return { refusal: error.code };
  } finally {
    markState(world, member);
  }
}

/** Whom an operation is about: services name a hold or a transaction, and its member follows. */
export function subjectOf(world: World, op: Operation): Member {
  if (op.kind === "capture" || (op.kind === "release" && op.asService)) {
    return world.holdNamed.get(op.hold)?.owner ?? memberOf(world, op.by);
  }
  if (op.kind === "reverse") {
    return world.redemptions.get(op.order)?.owner ?? memberOf(world, op.by);
  }
  if (op.kind === "call-off") {
    return world.purchases.get(op.thing)?.owner ?? memberOf(world, op.by);
  }
  if (op.kind === "decide") {
    return world.approvals.get(op.reference)?.owner ?? memberOf(world, op.by);
  }
  return memberOf(world, op.by);
}

function carryOut(world: World, op: Operation): Figures {
  switch (op.kind) {
    case "complete":
      return complete(world, op);
    case "change":
      return change(world, op);
    case "cancel":
      return cancel(world, op);
    case "refund":
      return refund(world, op);
    case "ask-return":
      return askReturn(world, op);
    case "reject-return":
      return rejectReturn(world, op);
    case "use":
      return use(world, op);
    case "hold":
      return hold(world, op);
    case "capture":
      return capture(world, op);
    case "release":
      return release(world, op);
    case "reverse":
      return reverse(world, op);
    case "buy":
      return buy(world, op);
    case "call-off":
      return callOff(world, op);
    case "custom":
      return custom(world, op);
    case "adjust":
      return adjust(world, op);
    case "open":
      return open(world, op);
    case "decide":
      return decide(world, op);
    case "status":
      // Nobody is frozen by the name of somebody who was merged into them.
      if (memberOf(world, op.by).index !== op.by) refuse("MEMBER_STATUS_INVALID");
      memberOf(world, op.by).isFrozen = op.status === "FROZEN";
      return {};
    case "merge":
      return merge(world, op);
    case "look":
      return {};
  }
}

function markState(world: World, member: Member): void {
  const holds = livingHolds(world, member);
  const frozenByReturns = [...world.returns.values()].some(
    ({ order, parts }) => order.owner === member && parts.some(({ points }) => points > 0),
  );
  if (member.owed > 0) mark(world, "state: owed");
  if (member.owed > 0 && frozenOf(member) > 0) mark(world, "state: owed and frozen at once");
  if (holds.length > 0 && frozenByReturns) mark(world, "state: held and frozen at once");
  if (member.lots.some((lot) => !lot.matured && lot.remaining > 0)) mark(world, "state: pending");
}
