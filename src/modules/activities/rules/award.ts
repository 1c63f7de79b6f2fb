import { floorShare } from "@/platform/arithmetic";

/** An order as far as an award depends on it. */
export interface Earner {
  orderId: string;
  paidAmountMinor: number;
  refundedMinor: number;
  cancelled: boolean;
  paidAt: Date;
}

/** The one award a participation may hold: what is left of it is `points` − `clawed`, and its coupon. */
export interface Held {
  points: number;
  clawed: number;
  coupon: boolean;
}

export interface AwardPlan {
  /** To be taken back of what is held. */
  claw: number;
  /** The coupon of what is held goes too. */
  withdraw: boolean;
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
  held: Omit<Held, "coupon">,
  earner: Earner | undefined,
  next: Earner | undefined,
): Omit<AwardPlan, "withdraw"> {
  const live = held.points - held.clawed;
  const keeps = earner && live > 0 ? kept(held.points, earner) : 0;
  const claw = live - keeps;
  const plan = { claw, award: null };
  if (keeps > 0 || !next) return plan;
  const worth = kept(points, next);
  return worth > 0 ? { ...plan, award: { points, clawed: points - worth } } : plan;
}

/** Whether an order earns by itself what has no share: what is left of it reaches the minimum. */
export function earnsWhole(order: Earner, minimumMinor: number): boolean {
  const leftMinor = order.paidAmountMinor - order.refundedMinor;
  return !order.cancelled && leftMinor >= Math.max(1, minimumMinor);
}

/**
 * An award with a coupon has no share: all of it is held while its order earns it by what is left, all
 * of it goes otherwise, and then another order may earn it.
 */
export function planWhole(points: number, held: Held, stands: boolean, next: boolean): AwardPlan {
  if (isHeld(held) && stands) return { claw: 0, withdraw: false, award: null };
  const award = next ? { points, clawed: 0 } : null;
  return { claw: held.points - held.clawed, withdraw: held.coupon, award };
}

const isHeld = ({ points, clawed, coupon }: Held) => points > clawed || coupon;

/**
 * A challenge's award is held while its goal is reached: refunds that bring the progress below it
 * take all of it back, and reaching it again earns it again. Never two at a time.
 */
export function planChallenge(points: number, held: Held, reached: boolean): AwardPlan {
  const isGiven = isHeld(held);
  if (reached) {
    return { claw: 0, withdraw: false, award: isGiven ? null : { points, clawed: 0 } };
  }
  return { claw: held.points - held.clawed, withdraw: held.coupon, award: null };
}
