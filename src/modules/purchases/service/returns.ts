import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { OrderRow } from "../../orders/service/book";
import * as store from "../../orders/service/book";
import { type Account, openAccount } from "../../points/service/account";
import { freeze, unfreeze } from "../../points/service/claw-back";
import { type Action, type EventAnswer, none, parked } from "../schema";
import { knownOrder } from "./known-order";
import { ReturnsBook } from "./returns-book";
import { exceeds, requireRoomToPark, roomFor } from "./room";
import { checkMoment } from "./spend";
import { refused } from "./tell";

export interface ReturnRequest {
  orderId: string;
  returnId: string;
  amountMinor: number;
  /** When the request was made, by the sender's clock. */
  requestedAt: Date;
}

async function openOrder(work: Work, ref: MemberRef, request: ReturnRequest) {
  checkMoment("timestamp", request.requestedAt, work.now);
  const account = await openAccount(work, ref);
  const { order, actions } = await knownOrder(work, account, request.orderId);
  const known = await store.returnByReference(work.tx, request.returnId);
  const { orderId, returnId } = request;
  if (order.memberId !== account.member.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "member" });
  }
  if (known && known.orderRowId !== order.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { returnId, differs: "orderId" });
  }
  return { account, order, known, actions };
}

/**
 * A return was asked for: exactly what refunding it would claw back is frozen, as far as there are
 * points. Before its order it waits.
 *
 * Refusals in order: VALIDATION_FAILED (timestamp lies ahead), MEMBER_NOT_FOUND, DUPLICATE_REFERENCE,
 * REFUND_EXCEEDS_PAID, ORDER_AWAITED (as much waits for the order as may).
 */
export async function requestReturn(
  work: Work,
  ref: MemberRef,
  request: ReturnRequest,
): Promise<EventAnswer> {
  const { account, order, known, actions } = await openOrder(work, ref, request);
  if (known) return repeated(known, request);
  const row = {
    returnId: request.returnId,
    orderRowId: order.id,
    memberId: order.memberId,
    amountMinor: request.amountMinor,
    openMinor: request.amountMinor,
    requestedAt: request.requestedAt,
  };
  if (order.cancelledAt !== null) {
    await store.insertReturn(work.tx, { ...row, openMinor: 0, status: "CLOSED" }, work.now);
    return { actions: none("ORDER_CANCELLED"), duplicate: false };
  }
  if (order.paidAmountMinor === null) {
    await requireRoomToPark(work, order);
    await store.insertReturn(work.tx, { ...row, status: "PARKED" }, work.now);
    return parked(actions);
  }
  const book = await ReturnsBook.open(work, order);
  checkReturnFits(order, book, request.amountMinor, await roomFor(work, order));
  const id = await store.insertReturn(work.tx, { ...row, status: "OPEN" }, work.now);
  const opened: store.ReturnRow = { ...row, id, status: "OPEN" };
  return { actions: await open(work, account, order, book, opened), duplicate: false };
}

function repeated(known: store.ReturnRow, request: ReturnRequest): EventAnswer {
  // An early ending knew the order but not the amount that was asked for.
  const early = known.status === "ENDED_EARLY";
  if (!early && known.amountMinor !== request.amountMinor) {
    throw new DomainError("DUPLICATE_REFERENCE", { returnId: request.returnId });
  }
  if (known.status === "PARKED") return { parked: true };
  return { actions: none(early ? "RETURN_ENDED" : "DUPLICATE"), duplicate: !early };
}

/** @throws DomainError REFUND_EXCEEDS_PAID */
function checkReturnFits(
  order: OrderRow,
  book: ReturnsBook,
  amountMinor: number,
  room: number | null,
): void {
  if (room === null || book.openMinor + amountMinor <= room) return;
  throw exceeds(order, book.openMinor + amountMinor);
}

async function open(
  work: Work,
  account: Account,
  order: OrderRow,
  book: ReturnsBook,
  row: store.ReturnRow,
): Promise<Action[]> {
  const { orderId } = order;
  const { returnId, amountMinor } = row;
  const points = book.needed(order, amountMinor) - book.frozen;
  const parts = await freeze(work, account, {
    points,
    orderId,
    reference: { type: "RETURN", id: returnId },
    breakdown: { orderId, returnId, amountMinor },
  });
  book.add(row, parts);
  const frozen = parts.reduce((sum, part) => sum + part.points, 0);
  return frozen > 0 ? [{ action: "POINTS_FROZEN", points: frozen }] : none("NO_POINTS");
}

/** A parked return whose order has come. One that does not fit never fails the order. */
export async function openParked(
  work: Work,
  account: Account,
  order: OrderRow,
  waiting: store.ReturnRow,
): Promise<Action[]> {
  const book = await ReturnsBook.open(work, order);
  const room = await roomFor(work, order);
  const isCancelled = order.cancelledAt !== null;
  const tooMuch = room !== null && book.openMinor + waiting.amountMinor > room;
  if (isCancelled || tooMuch) {
    store.saveReturn(work.tx, { id: waiting.id, openMinor: 0, status: "REFUSED" });
    const reason = isCancelled ? "ORDER_CANCELLED" : "REFUND_EXCEEDS_PAID";
    const { returnId: id, amountMinor } = waiting;
    return refused(work, account, order, { kind: "RETURN", id, amountMinor, reason });
  }
  const row = { ...waiting, status: "OPEN", openMinor: waiting.amountMinor } as const;
  store.saveReturn(work.tx, row);
  return open(work, account, order, book, row);
}

/**
 * A return was rejected: what it froze goes back to its lots. One that was never asked for is
 * remembered, and the late request freezes nothing.
 *
 * Refusals in order: VALIDATION_FAILED (timestamp lies ahead), MEMBER_NOT_FOUND, DUPLICATE_REFERENCE.
 */
export async function rejectReturn(
  work: Work,
  ref: MemberRef,
  request: ReturnRequest,
): Promise<EventAnswer> {
  const { account, order, known, actions } = await openOrder(work, ref, request);
  const { returnId, amountMinor, requestedAt, orderId } = request;
  if (!known) {
    const { id: orderRowId, memberId } = order;
    const row = { returnId, orderRowId, memberId, amountMinor, openMinor: 0, requestedAt };
    await store.insertReturn(work.tx, { ...row, status: "ENDED_EARLY" }, work.now);
    if (order.paidAmountMinor === null && order.cancelledAt === null) return parked(actions);
    return { actions: none("RETURN_UNKNOWN"), duplicate: false };
  }
  if (known.status === "PARKED") {
    store.saveReturn(work.tx, { id: known.id, openMinor: 0, status: "REJECTED" });
    return { parked: true };
  }
  if (known.status !== "OPEN") return { actions: none("DUPLICATE"), duplicate: true };
  const book = await ReturnsBook.open(work, order);
  const parts = book.takeOf(known.id);
  book.end(known.id, "REJECTED");
  const reference = { type: "RETURN" as const, id: returnId };
  await unfreeze(work, account, parts, { reference, breakdown: { orderId, returnId } });
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  const unfrozen: Action[] =
    points > 0 ? [{ action: "POINTS_UNFROZEN", points }] : none("NO_POINTS");
  return { actions: unfrozen, duplicate: false };
}
