import { floorShare } from "@/platform/arithmetic";

/** An order as far as an award depends on it. */
export interface Earner {
  orderId: string;
  paidAmountMinor: number;
  refundedMinor: number;
  cancelled: boolean;
  paidAt: Date;
}

/** The one award a participation may hold: what is left of it is `points` − `clawed`. */
export interface Held {
  points: number;
  clawed: number;
}

export interface AwardPlan {
  /** To be taken back of what is held. */
  claw: number;
  /** A new award: its full worth and what of it is undone from the start. */
  award: { points: number; clawed: number } | null;
}

const kept = (points: number, { paidAmountMinor, refundedMinor, cancelled }: Earner) =>
  cancelled || paidAmountMinor === 0
    ? 0
    : floorShare(points, paidAmountMinor - refundedMinor, paidAmountMinor);

/**
 * A bonus for the first order keeps the share of its order that is not refunded, cumulative like the
 * order's own points; once nothing of it is left, another order may earn it.
 * Example: 100 for an order of ¥99.99, ¥33.33 refunded → keeps 66, 34 are taken back.
 *
 * @param earner the order that earned what is held
 * @param next the earliest order that could earn it now
 */
export function planBonus(
  points: number,
  held: Held,
  earner: Earner | undefined,
  next: Earner | undefined,
): AwardPlan {
  const live = held.points - held.clawed;
  const keeps = earner && live > 0 ? kept(held.points, earner) : 0;
  const claw = live - keeps;
  if (keeps > 0 || !next) return { claw, award: null };
  const worth = kept(points, next);
  return { claw, award: worth > 0 ? { points, clawed: points - worth } : null };
}

/**
 * A challenge's points are held while its goal is reached: refunds that bring the progress below it
 * take all of them back, and reaching it again earns them again. Never two at a time.
 */
export function planChallenge(points: number, held: Held, reached: boolean): AwardPlan {
  const live = held.points - held.clawed;
  if (reached) return { claw: 0, award: live > 0 ? null : { points, clawed: 0 } };
  return { claw: live, award: null };
}
