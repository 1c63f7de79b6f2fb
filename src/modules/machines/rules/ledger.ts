import { asSpent, consumeLots } from "../../points/rules/consume";
import { lotMoments, newPoints } from "../../points/rules/earn";
import { clawBack, restorePoints } from "../../points/rules/refund";
import { settleDue } from "../../points/rules/settle";
import type { Lot, NewLot, Touch } from "../../points/rules/types";
import type { Accounts } from "../../points/schema/ledger";
import type { Subject } from "../schema/subject";
import { type Hand, handOf, momentOf, type World, withHand } from "./world";

/** Points of a member as the ledger's own rules move them. */

interface Move {
  deltas: Accounts;
  touches: readonly Touch[];
}

const sum = (one: Accounts, other: Accounts): Accounts => ({
  available: one.available + other.available,
  pending: one.pending + other.pending,
  frozen: one.frozen + other.frozen,
  owed: one.owed + other.owed,
});

function touched(lot: Lot, touches: readonly Touch[]): Lot {
  const own = touches.filter(({ lotId }) => lotId === lot.id);
  if (own.length === 0) return lot;
  const next = { ...lot };
  for (const { points, matures, settles } of own) {
    next.remaining += points;
    next.matured ||= matures === true;
    next.settlements += settles ? 1 : 0;
  }
  return next;
}

function moved(hand: Hand, { deltas, touches }: Move): Hand {
  const lots = hand.lots.map((lot) => touched(lot, touches));
  return { ...hand, accounts: sum(hand.accounts, deltas), lots };
}

function asLot(id: number, { original, debtPaid, matured, availableAt, expiresAt }: NewLot): Lot {
  const whole = { id, original, remaining: original - debtPaid, frozen: 0, matured };
  return { ...whole, settlements: 0, availableAt, expiresAt };
}

const byEnd = (a: Lot, b: Lot) => a.expiresAt.getTime() - b.expiresAt.getTime() || a.id - b.id;

const ripe = (hand: Hand) =>
  hand.lots.filter(({ matured, remaining }) => matured && remaining > 0).sort(byEnd);

/** @returns the lot that they are, null for none */
export function earn(
  subject: Subject,
  world: World,
  who: number,
  points: number,
): { world: World; lotId: number | null } {
  if (points <= 0) return { world, lotId: null };
  const hand = handOf(world, who);
  const now = momentOf(subject, world.day);
  const { pendingDays, expiryMonths } = subject.rules.earn;
  const { timeZone } = subject;
  const moments = lotMoments({ earnedAt: now, now, pendingDays, expiryMonths, timeZone });
  const { deltas, newLot } = newPoints(points, moments, hand.accounts.owed, now);
  const lotId = world.lotCount + 1;
  const lots = [...hand.lots, asLot(lotId, newLot)];
  const next = { ...hand, accounts: sum(hand.accounts, deltas), lots };
  return { world: { ...withHand(world, who, next), lotCount: lotId }, lotId };
}

/** @returns null where they have not so many */
export function spend(subject: Subject, world: World, who: number, points: number) {
  const hand = handOf(world, who);
  if (points > hand.accounts.available) return null;
  const { parts, missing } = consumeLots(ripe(hand), points, momentOf(subject, world.day));
  if (missing > 0) return null;
  const deltas = { available: -points, pending: 0, frozen: 0, owed: 0 };
  return { world: withHand(world, who, moved(hand, { deltas, touches: asSpent(parts) })), parts };
}

/** Takes back what lots of its own or others have; the rest is owed. */
export function takeBack(
  world: World,
  who: number,
  points: number,
  own: readonly (number | null)[],
): World {
  if (points <= 0) return world;
  const hand = handOf(world, who);
  const ownLots = hand.lots.filter(({ id }) => own.includes(id));
  const plan = clawBack({ points, ownLots, otherLots: ripe(hand), frozen: [] });
  return withHand(world, who, moved(hand, plan));
}

/** Gives back points that were spent, to the lots that they came from. */
export function restore(
  subject: Subject,
  world: World,
  who: number,
  given: {
    points: number;
    already: number;
    from: readonly { lotId: number; points: number }[];
  },
): World {
  if (given.points <= 0) return world;
  const hand = handOf(world, who);
  const endOf = new Map(hand.lots.map(({ id, expiresAt }) => [id, expiresAt]));
  const now = momentOf(subject, world.day);
  const plan = restorePoints({
    parts: given.from.map((part) => ({ ...part, expiresAt: endOf.get(part.lotId) ?? now })),
    alreadyRestored: given.already,
    points: given.points,
    owed: hand.accounts.owed,
    now,
    graceEndsAt: null,
  });
  return withHand(world, who, moved(hand, plan));
}

/** Carries out what time has decided. */
export function settled(subject: Subject, world: World): World {
  const now = momentOf(subject, world.day);
  const hands = world.hands.map((hand) =>
    settleDue({ lots: hand.lots, holds: [], owed: hand.accounts.owed, now }).reduce(moved, hand),
  );
  return { ...world, hands };
}
