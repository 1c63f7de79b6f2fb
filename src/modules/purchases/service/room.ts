import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { keptOf } from "../../orders/rules/currency";
import {
  fitParts,
  type LineState,
  namedOf,
  type PartFit,
  type Parts,
  refundedLine,
  unknownPart,
} from "../../orders/rules/parts";
import { roomOf } from "../../orders/rules/standing";
import { lineAmountMinor } from "../../orders/schema/check";
import { countParked, linesNamed, type OrderRow, saveProgress } from "../../orders/service/book";
import { amountByRedemption } from "../../points/service/redemption";
import type { ParkedFault } from "../schema/answers";

/**
 * What refunds of an order may still come to, in its own minor units; null where nobody knows what it is worth:
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
  /** The order's row moves by it, in its currency: money paid, or of its amount where nothing was. */
  movesMinor: number;
  /** As they are kept with the refund. */
  figures: {
    amountMinor: number;
    countedMinor: number;
    leftOverMinor: number;
    spendMinor: number | null;
  };
  /** The same of each line that is named. */
  parts: PartFit[];
  named: ReturnType<typeof namedOf>;
  /** Why nothing of it counts. */
  fault: { reason: ParkedFault; lineId?: string } | null;
}

/**
 * The part of a refund that fits.
 * Example: 11200 of 10000 paid → 10000 counted, 1200 left over.
 */
export async function fitOf(work: Work, order: OrderRow, told: Parts): Promise<Fit> {
  const [room, lines] = await Promise.all([roomFor(work, order), linesFor(work, order, told)]);
  const { fits: parts, toldMinor, countedMinor } = fitParts(told, lines, room);
  const isPaid = (order.paidAmountMinor ?? 0) > 0;
  const leftOverMinor = toldMinor - countedMinor;
  const unknown = unknownPart(told.parts, lines, order.lineCount > 0);
  const none = toldMinor > 0 && countedMinor === 0 ? EXCEEDS : null;
  return {
    movesMinor: countedMinor,
    figures: {
      amountMinor: toldMinor,
      countedMinor: isPaid ? countedMinor : 0,
      leftOverMinor,
      spendMinor: isPaid ? spendBy(order, countedMinor) : null,
    },
    parts,
    named: namedOf(parts),
    fault: unknown ? { reason: "LINE_UNKNOWN", lineId: unknown.lineId } : none,
  };
}

/** By what an order in another currency counts less once so much more of it is refunded. */
function spendBy(order: OrderRow, movesMinor: number): number | null {
  if (order.rate === null) return null;
  const after = { ...order, refundedMinor: order.refundedMinor + movesMinor };
  return keptOf(order) - keptOf(after);
}

const EXCEEDS = { reason: "REFUND_EXCEEDS_PAID" } as const;

/** The order's lines that are named, as far as they are refunded by now. */
async function linesFor(
  work: Work,
  order: OrderRow,
  { parts }: Parts,
): Promise<Map<string, LineState>> {
  if (order.lineCount === 0) return new Map();
  const names = parts.map(({ lineId }) => lineId);
  const isPaid = (order.paidAmountMinor ?? 0) > 0;
  const rows = await linesNamed(work.tx, order.id, names);
  return new Map(
    rows.map((row) => [
      row.lineId,
      { ...row, wholeMinor: isPaid ? row.paidMinor : lineAmountMinor(row) },
    ]),
  );
}

/** Moves the order and its lines by what fits. */
export function moveBy(work: Work, order: OrderRow, { movesMinor, parts, named }: Fit): void {
  order.namedMinor += named.namedMinor;
  order.namedWeight += named.namedWeight;
  if ((order.paidAmountMinor ?? 0) > 0) order.refundedMinor += movesMinor;
  else order.undoneMinor += movesMinor;
  saveProgress(
    work.tx,
    order.id,
    parts.flatMap((fit) => refundedLine(fit) ?? []),
  );
}

/** How it is refused where it does not wait. */
export function refusalOf(
  order: OrderRow,
  { fault, figures }: Pick<Fit, "fault" | "figures">,
  openMinor = 0,
): DomainError | null {
  if (!fault) return null;
  const { reason, lineId = "" } = fault;
  if (reason !== "LINE_UNKNOWN") return exceeds(order, openMinor + figures.amountMinor);
  return new DomainError(reason, { orderId: order.orderId, lineId });
}

/** REFUND_EXCEEDS_PAID with both figures */
function exceeds(order: OrderRow, amountMinor: number): DomainError {
  const { orderId, refundedMinor } = order;
  return new DomainError("REFUND_EXCEEDS_PAID", {
    orderId,
    paidAmountMinor: order.paidAmountMinor ?? 0,
    refundedMinor: refundedMinor + amountMinor,
  });
}
