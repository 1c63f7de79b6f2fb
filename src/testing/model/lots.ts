import { endOfDayAfterMonths, plusDays } from "@/platform/business-time";
import type { Hold, Lot, Member, Part, World } from "./state";
import { mark, sum } from "./state";
import { availableOf } from "./sums";

/** How points enter and leave lots, and what time does to them. */

export const ZONE = "Asia/Shanghai";

interface NewLot {
  availableAt: number;
  expiresAt: number;
  matured: boolean;
}

export function newLot(world: World, member: Member, lot: NewLot): Lot {
  const made = { ...lot, id: ++world.count, remaining: 0, frozen: 0 };
  member.lots.push(made);
  return made;
}

export const expiryOf = (world: World, earnedAt: number) =>
  endOfDayAfterMonths(new Date(earnedAt), world.rules.expiryMonths, ZONE).getTime();

/** Points earned at a moment: pending for a while, gone at the end of a day months later. */
export function earnLot(
  world: World,
  member: Member,
  earning: { points: number; earnedAt: number; now: number },
): Lot {
  const { points, earnedAt, now } = earning;
  const { pendingDays } = world.rules;
  const availableAt = plusDays(new Date(earnedAt), pendingDays, ZONE).getTime();
  const expiresAt = expiryOf(world, earnedAt);
  const lot = newLot(world, member, { availableAt, expiresAt, matured: availableAt <= now });
  putBack(world, member, { lot, points }, "an earning");
  return lot;
}

/** Points come (back) into a lot. Whatever becomes available pays the debt first. */
export function putBack(world: World, member: Member, { lot, points }: Part, cause: string): void {
  const paid = lot.matured ? Math.min(member.owed, points) : 0;
  member.owed -= paid;
  lot.remaining += points - paid;
  if (paid > 0) mark(world, `debt paid by ${cause}`);
}

const earliestFirst = (a: Lot, b: Lot) => a.expiresAt - b.expiresAt || a.id - b.id;

/** Up to so many points from the lots, in the order given. */
export function take(lots: Lot[], points: number): Part[] {
  const parts: Part[] = [];
  let missing = points;
  for (const lot of lots) {
    const taken = Math.min(lot.remaining, missing);
    if (taken === 0) continue;
    lot.remaining -= taken;
    missing -= taken;
    parts.push({ lot, points: taken });
  }
  return parts;
}

export function takeAvailable(member: Member, points: number): Part[] {
  return take(member.lots.filter((lot) => lot.matured).sort(earliestFirst), points);
}

export function setAside(parts: Part[]): Part[] {
  for (const { lot, points } of parts) lot.frozen += points;
  return parts;
}

/** Set aside no longer: back to the lots they are of. */
export function letGo(world: World, member: Member, parts: Part[], cause: string): number {
  for (const part of parts) {
    part.lot.frozen -= part.points;
    putBack(world, member, part, cause);
  }
  return sum(parts.map(({ points }) => points));
}

/** Set aside no longer: gone. Answers which points went. */
export function spendAside(parts: Part[], points: number): Part[] {
  const gone: Part[] = [];
  let missing = points;
  for (const part of parts) {
    const spent = Math.min(part.points, missing);
    if (spent === 0) continue;
    part.points -= spent;
    part.lot.frozen -= spent;
    missing -= spent;
    gone.push({ lot: part.lot, points: spent });
  }
  return gone;
}

type Due = { at: number; rank: number; id: number; happen: () => void };

/** Everything that has fallen due, one thing after the other in the order of its moments. */
export function settle(world: World, member: Member, now: number): void {
  for (let due = nextDue(world, member, now); due; due = nextDue(world, member, now)) due.happen();
}

function nextDue(world: World, member: Member, now: number): Due | undefined {
  const maturing = member.lots
    .filter((lot) => !lot.matured && lot.remaining > 0)
    .map((lot) => ({
      at: lot.availableAt,
      rank: 0,
      id: lot.id,
      happen: () => mature(world, member, lot),
    }));
  const ending = livingHolds(world, member).map((hold) => ({
    at: hold.expiresAt,
    rank: 1,
    id: hold.id,
    happen: () => expireHold(world, hold),
  }));
  const expiring = member.lots
    .filter((lot) => lot.matured && lot.remaining > 0)
    .map((lot) => ({
      at: lot.expiresAt,
      rank: 2,
      id: lot.id,
      happen: () => expireLot(world, lot),
    }));
  return [...maturing, ...ending, ...expiring]
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at || a.rank - b.rank || a.id - b.id)[0];
}

export function livingHolds(world: World, member: Member): Hold[] {
  return world.holds.filter((hold) => hold.owner === member && hold.status === "HELD");
}

function mature(world: World, member: Member, lot: Lot): void {
  const points = lot.remaining;
  lot.remaining = 0;
  lot.matured = true;
  putBack(world, member, { lot, points }, "a maturation");
  mark(world, "points matured");
}

function expireHold(world: World, hold: Hold): void {
  letGo(world, hold.owner, hold.parts, "a hold that ran out");
  hold.status = "EXPIRED";
  hold.availableAfter = availableOf(hold.owner);
  mark(world, "hold ran out");
  if (hold.parts.some(({ lot }) => lot.expiresAt <= hold.expiresAt)) {
    mark(world, "hold ran out after its lot's expiry");
  }
}

function expireLot(world: World, lot: Lot): void {
  lot.remaining = 0;
  mark(world, lot.frozen > 0 ? "lot expired while some of it was set aside" : "lot expired");
}
