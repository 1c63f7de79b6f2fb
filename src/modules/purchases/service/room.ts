import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { roomOf } from "../../orders/rules/standing";
import { countParked, type OrderRow } from "../../orders/service/book";
import { amountByRedemption } from "../../points/service/redemption";

/**
 * What refunds of an order may still come to, in minor units; null where nobody knows what it is worth:
 * nothing was paid for it and no act said its amount.
 */
export async function roomFor(work: Work, order: OrderRow): Promise<number | null> {
  const known = roomOf(order);
  return known ?? roomOf(order, await amountByRedemption(work, order.orderId));
}

/**
 * All that waits is applied in the act that brings the order, under the member's lock: so much that others
 * of the same member wait for a moment, and more than any shop sends before the order itself.
 */
export const PARKED_MAX = 50;

/** @throws DomainError ORDER_AWAITED, which is not remembered: the same event is taken in once the order came */
export async function requireRoomToPark(work: Work, order: OrderRow): Promise<void> {
  const { id, orderId } = order;
  if ((await countParked(work.tx, id)) < PARKED_MAX) return;
  throw new DomainError("ORDER_AWAITED", { orderId, limit: PARKED_MAX });
}

export interface Fit {
  /** The order's row moves by it: money of what was paid, or of its amount where nothing was. */
  movesMinor: number;
  /** As they are kept with the refund. */
  figures: { countedMinor: number; leftOverMinor: number };
  /** Nothing of it fits. */
  isRefused: boolean;
}

/**
 * The part of a refund that fits.
 * Example: 11200 of 10000 paid → 10000 counted, 1200 left over.
 */
export function fitOf(order: OrderRow, amountMinor: number, room: number | null): Fit {
  const isPaid = (order.paidAmountMinor ?? 0) > 0;
  const fits = Math.min(amountMinor, room ?? amountMinor);
  const figures = { countedMinor: isPaid ? fits : 0, leftOverMinor: amountMinor - fits };
  return { movesMinor: fits, figures, isRefused: amountMinor > 0 && fits === 0 };
}

export function moveBy(order: OrderRow, { movesMinor }: Fit): void {
  if ((order.paidAmountMinor ?? 0) > 0) order.refundedMinor += movesMinor;
  else order.undoneMinor += movesMinor;
}

/** REFUND_EXCEEDS_PAID with both figures */
export function exceeds(order: OrderRow, amountMinor: number): DomainError {
  const { orderId, refundedMinor } = order;
  return new DomainError("REFUND_EXCEEDS_PAID", {
    orderId,
    paidAmountMinor: order.paidAmountMinor ?? 0,
    refundedMinor: refundedMinor + amountMinor,
  });
}
