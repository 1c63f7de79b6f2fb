import { livingHolds, settle, takeAvailable } from "./lots";
import type { Figures } from "./order-book";
import { type Member, mark, memberOf, refuse, type World } from "./state";
import { availableOf } from "./sums";
import { MEMBERS_IN_WORLD, type Of } from "./vocabulary";

/** Two memberships of one person become one: whoever names the one that is gone means the other. */
export function merge(world: World, op: Of<"merge">): Figures {
  const into = memberOf(world, op.by);
  const from = memberOf(world, (op.by + 1) % MEMBERS_IN_WORLD);
  if (from === into) {
    if (into.index !== op.by) refuse("MERGE_REFUSED");
    mark(world, "merging repeated");
    return { duplicate: true };
  }
  settle(world, from, op.at);
  requireMergeable(world, from, into);
  into.lots.push(...from.lots);
  into.owed += from.owed;
  // What is owed by one is paid from what the other has.
  const paid = Math.min(into.owed, availableOf(into));
  takeAvailable(into, paid);
  into.owed -= paid;
  if (paid > 0) mark(world, "debt paid by merging");
  if (livingHolds(world, from).length > 0) mark(world, "merged with a living hold");
  const theirs = [...world.orders.values()].filter(({ owner }) => owner === from);
  if (theirs.some(({ coupon }) => coupon === "USED")) {
    mark(world, "merged with a coupon on an order");
  }
  if (theirs.some(({ lines }) => lines)) mark(world, "merged with orders of lines");
  if (from.award.count > 0) {
    into.award = from.award;
    if (from.award.heldFor) mark(world, "merged with the coupon of an activity");
  }
  giveAll(world, from, into);
  world.members[from.index] = into;
  return { duplicate: false };
}

function requireMergeable(world: World, from: Member, into: Member): void {
  if (from.isFrozen || into.isFrozen) refuse("MERGE_REFUSED");
  if (from.award.count > 0 && into.award.count > 0) refuse("MERGE_REFUSED");
  const isOfThem = ({ owner }: { owner: Member }) => owner === from || owner === into;
  const asked = [...world.approvals.values()].filter(isOfThem);
  if (asked.some(({ status }) => status === "WAITING")) refuse("MERGE_REFUSED");
  const held = livingHolds(world, into).map(({ order }) => order);
  if (livingHolds(world, from).some(({ order }) => held.includes(order))) refuse("MERGE_REFUSED");
}

function giveAll(world: World, from: Member, into: Member): void {
  const owned: { owner: Member }[] = [
    ...world.orders.values(),
    ...world.redemptions.values(),
    ...world.replaced.map(([, redemption]) => redemption),
    ...world.purchases.values(),
    ...world.holds,
    ...world.customs.values(),
    ...world.adjustments.values(),
    ...world.openings.values(),
    ...world.approvals.values(),
  ];
  for (const one of owned) if (one.owner === from) one.owner = into;
}
