import type { Lot, Member, Order, World } from "./state";
import { sum } from "./state";
import type { LotFacts, MemberFacts } from "./vocabulary";

/** Everything that follows from lots, debt and orders by adding up, and the default numbers. */

const LADDER = [
  { code: "REGISTERED", fromMinor: 0, pointsPct: 100 },
  { code: "BRONZE", fromMinor: 500_00, pointsPct: 100 },
  { code: "SILVER", fromMinor: 2_000_00, pointsPct: 120 },
  { code: "GOLD", fromMinor: 5_000_00, pointsPct: 150 },
  { code: "DIAMOND", fromMinor: 10_000_00, pointsPct: 200 },
];

export const THRESHOLDS = LADDER.map(({ fromMinor }) => fromMinor).slice(1);
export const APPROVAL_ABOVE = 10_000;
/** Living holds that a member may have made themself. */
export const OWN_HOLDS_MAX = 5;

export const availableOf = (member: Member) =>
  sum(member.lots.filter((lot) => lot.matured).map((lot) => lot.remaining));
export const pendingOf = (member: Member) =>
  sum(member.lots.filter((lot) => !lot.matured).map((lot) => lot.remaining));
export const frozenOf = (member: Member) => sum(member.lots.map((lot) => lot.frozen));

/** Completed and not cancelled. */
const countedOrders = (world: World, member: Member) =>
  [...world.orders.values()].filter(
    (order) => order.owner === member && !order.isCancelled && order.paid !== null,
  );

/** Paid minus refunded; a cancelled order counts for nothing. */
export const spendOf = (world: World, member: Member) =>
  sum(countedOrders(world, member).map((order) => (order.paid ?? 0) - order.refunded));

/** Nothing but orders, refunds and cancellations moves the spend here, so the tier follows it. */
function rungOf(world: World, member: Member) {
  const spend = spendOf(world, member);
  return LADDER.findLast(({ fromMinor }) => spend >= fromMinor) ?? LADDER[0];
}

export const tierOf = (world: World, member: Member) => rungOf(world, member)?.code ?? "";
export const tierRank = (code: string) => LADDER.findIndex((rung) => rung.code === code);

export const pointsPctOf = (world: World, member: Member) =>
  rungOf(world, member)?.pointsPct ?? 100;

/** ¥25.99 in SILVER: floor(25 × 1.2) = 30. */
export const pointsAt = (pointsPct: number, paidMinor: number) =>
  Math.floor((Math.floor(paidMinor / 100) * pointsPct) / 100);

/** A point is worth one fen, and points pay 30 % of an order at most. */
export const pointsAllowedOn = (orderAmountMinor: number) =>
  Math.floor((orderAmountMinor * 30) / 100);

/** floor(whole × (paid − gone) / paid): what is left of a whole when part of an order is undone. */
export function keptOf(whole: number, order: Pick<Order, "paid">, goneMinor: number): number {
  const paid = BigInt(order.paid ?? 0);
  if (paid === 0n) return whole;
  return Number((BigInt(whole) * (paid - BigInt(goneMinor))) / paid);
}

function lotFacts({ remaining, frozen, matured, expiresAt }: Lot): LotFacts {
  return { remaining, frozen, matured, expiresAt };
}

/** For a lot with nothing left to mature, it means nothing whether it has matured. */
export function comparable(lots: LotFacts[]): LotFacts[] {
  return lots
    .filter((lot) => lot.remaining + lot.frozen > 0)
    .map((lot) => (lot.remaining > 0 ? lot : { ...lot, matured: true }))
    .sort(
      (a, b) =>
        a.expiresAt - b.expiresAt ||
        a.remaining - b.remaining ||
        a.frozen - b.frozen ||
        Number(a.matured) - Number(b.matured),
    );
}

export function factsOf(world: World, member: Member): MemberFacts {
  return {
    available: availableOf(member),
    pending: pendingOf(member),
    frozen: frozenOf(member),
    owed: member.owed,
    spendMinor: spendOf(world, member),
    orderCount: countedOrders(world, member).length,
    tier: tierOf(world, member),
    lots: comparable(member.lots.map(lotFacts)),
  };
}
