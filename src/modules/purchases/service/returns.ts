import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type Parts, partsOf, saidMinor } from "../../orders/rules/parts";
import type { Telling } from "../../orders/schema/check";
import type { OrderRow } from "../../orders/service/book";
import * as store from "../../orders/service/book";
import { earnedByOrder } from "../../points/rules/reference";
import { type Account, openAccount } from "../../points/service/account";
import { freeze, unfreeze } from "../../points/service/claw-back";
import { type Action, type EventAnswer, none, parked } from "../schema/answers";
import { isOtherThan, requireCurrencyOf } from "./currency";
import { knownOrder } from "./known-order";
import { namesTheSame, toldBy, waiting } from "./named";
import { ReturnsBook } from "./returns-book";
import { type Fit, fitOf, refusalOf, requireRoomToPark, roomFor } from "./room";
import { checkMoment } from "./spend";
import { refused } from "./tell";

/** Of an amount, of lines, or of both. */
export interface ReturnRequest extends Telling {
  orderId: string;
  returnId: string;
  /** When the request was made, by the sender's clock. */
  requestedAt: Date;
  /** Default the order's own. */
  currency?: string | undefined;
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
  requireCurrencyOf(order, request.currency);
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
 * VALIDATION_FAILED (another currency than the order's), LINE_UNKNOWN, REFUND_EXCEEDS_PAID, ORDER_AWAITED (as much waits for the order as may).
 */
export async function requestReturn(
  work: Work,
  ref: MemberRef,
  request: ReturnRequest,
): Promise<EventAnswer> {
  const { account, order, known, actions } = await openOrder(work, ref, request);
  if (known) return repeated(work, known, request);
  const told = partsOf(request);
  const row = asRow(order, request, saidMinor(told) ?? 0);
  if (order.cancelledAt !== null) {
    await keep(work, { ...row, openMinor: 0, status: "CLOSED" }, told);
    return { actions: none("ORDER_CANCELLED"), duplicate: false };
  }
  if (order.paidAmountMinor === null) {
    await requireRoomToPark(work, order);
    await keep(work, { ...row, status: "PARKED" }, told);
    return parked(actions);
  }
  const book = await ReturnsBook.open(work, order);
  const fit = await fitOf(work, order, told);
  const fault = await faultOf(work, order, book, fit);
  if (fault) throw refusalOf(order, { ...fit, fault }, book.openMinor);
  const { amountMinor } = fit.figures;
  const opening = {
    ...{ ...row, ...fit.named, amountMinor, openMinor: amountMinor },
    status: "OPEN" as const,
  };
  const opened = { ...opening, id: await keep(work, opening, told) };
  return { actions: await open(work, account, order, book, opened), duplicate: false };
}

function asRow(
  { id: orderRowId, memberId }: OrderRow,
  { returnId, requestedAt, currency }: ReturnRequest,
  amountMinor: number,
) {
  const row = { returnId, orderRowId, memberId, amountMinor, openMinor: amountMinor, requestedAt };
  return { ...row, namedMinor: 0, namedWeight: 0, currency: currency ?? null };
}

async function keep(work: Work, row: Omit<store.ReturnRow, "id">, told: Parts): Promise<number> {
  const { returnId: reference, orderRowId, memberId } = row;
  const id = await store.insertReturn(work.tx, row, work.now);
  const of = { kind: "RETURN", reference, orderRowId, memberId } as const;
  store.insertParts(work.tx, of, waiting(told));
  return id;
}

async function repeated(
  work: Work,
  known: store.ReturnRow,
  request: ReturnRequest,
): Promise<EventAnswer> {
  // An early ending knew the order but not the amount that was asked for.
  const early = known.status === "ENDED_EARLY";
  const { returnId, amountMinor = known.amountMinor } = request;
  const isSame =
    known.amountMinor === amountMinor &&
    (request.currency ?? known.currency) === known.currency &&
    (await namesTheSame(work, "RETURN", returnId, request));
  if (!early && !isSame) {
    throw new DomainError("DUPLICATE_REFERENCE", { returnId: request.returnId });
  }
  if (known.status === "PARKED") return { parked: true };
  return { actions: none(early ? "RETURN_ENDED" : "DUPLICATE"), duplicate: !early };
}

/** Why a return can't be open beside those that are: together they are no more than the order still takes. */
async function faultOf(
  work: Work,
  order: OrderRow,
  book: ReturnsBook,
  { fault, figures }: Fit,
): Promise<Fit["fault"]> {
  if (fault) return fault;
  const room = await roomFor(work, order);
  const isTooMuch = room !== null && book.openMinor + figures.amountMinor > room;
  return isTooMuch || figures.leftOverMinor > 0 ? { reason: "REFUND_EXCEEDS_PAID" } : null;
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
  const points = book.needed(order, [row]) - book.frozen;
  const parts = await freeze(work, account, {
    points,
    earnedBy: earnedByOrder(orderId, order.changeCount),
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
  parkedRow: store.ReturnRow,
  parts: readonly store.PartRow[],
): Promise<Action[]> {
  const { id, returnId } = parkedRow;
  const book = await ReturnsBook.open(work, order);
  const told = { kind: "RETURN", reference: returnId, amountMinor: parkedRow.amountMinor } as const;
  const fit = await fitOf(work, order, toldBy(parts, told));
  const { amountMinor } = fit.figures;
  const isCancelled = order.cancelledAt !== null;
  const fault = isOtherThan(order, parkedRow.currency)
    ? ({ reason: "CURRENCY_DIFFERS" } as const)
    : await faultOf(work, order, book, fit);
  if (isCancelled || fault) {
    store.saveReturn(work.tx, { id, openMinor: 0, status: "REFUSED" });
    const reason = isCancelled || !fault ? "ORDER_CANCELLED" : fault.reason;
    return refused(work, account, order, { kind: "RETURN", id: returnId, amountMinor, reason });
  }
  const figures = { ...fit.named, amountMinor, openMinor: amountMinor };
  const row = { ...parkedRow, ...figures, status: "OPEN" } as const;
  store.openReturn(work.tx, row);
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
  const { returnId, orderId } = request;
  if (!known) {
    const row = asRow(order, request, saidMinor(partsOf(request)) ?? 0);
    await store.insertReturn(work.tx, { ...row, openMinor: 0, status: "ENDED_EARLY" }, work.now);
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
