import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { prefetchProspects } from "../../activities/service/prospects";
import { reviewGifts } from "../../automations/service/take-back";
import * as book from "../../orders/service/book";
import { digestOfEdit } from "../../orders/service/digest";
import { type Account, openAccount } from "../../points/service/account";
import { type Action, type EventAnswer, none, type ParkedFault, parked } from "../schema/answers";
import { type Change, keptChange } from "../schema/change";
import { applyChange } from "./changing";
import { isOtherThan, requireCurrencyOf } from "./currency";
import { followUps } from "./follow-ups";
import { knownOrder } from "./known-order";
import { checkMoment } from "./spend";
import { refused } from "./tell";

/**
 * The shop edited an order: from now on it counts what it would have counted had it been completed so,
 * by the terms of its own moment, less what was refunded of it. Of several versions the highest counts,
 * whichever comes first. Before its order it waits.
 *
 * Refusals in order: VALIDATION_FAILED (changedAt lies ahead), MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (the
 * order is another member's, or the version was told otherwise), VALIDATION_FAILED (another currency than
 * the order's, or more money or points than one act may move), CHANGE_BELOW_REFUNDED (what was refunded before it does not fit it).
 */
export async function changeOrder(
  work: Work,
  ref: MemberRef,
  change: Change,
): Promise<EventAnswer> {
  checkMoment("changedAt", change.changedAt, work.now);
  const account = await openAccount(work, ref);
  const { orderId, version } = change;
  const { order, actions } = await knownOrder(work, account, orderId);
  if (order.memberId !== account.member.id) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "member" });
  }
  if (order.paidAt !== null) prefetchProspects(work, order.memberId, order.paidAt);
  const known = await book.changeOf(work.tx, order.id, version);
  if (known) return repeated(known, change);
  requireCurrencyOf(order, change.currency);
  if (version < order.version) {
    keep(work, order, change, "STALE");
    const stale: Action = { action: "CHANGE_STALE", version, counts: order.version };
    return { actions: [stale], duplicate: false };
  }
  if (order.paidAmountMinor === null) {
    park(work, order, change);
    return parked(actions);
  }
  keep(work, order, change, "APPLIED");
  takeVersion(work, order, version);
  actions.push(...(await applyChange(work, account, order, change)));
  await reviewGifts(work, account);
  actions.push(...(await followUps(work, account, order)));
  return { actions: actions.length > 0 ? actions : none("NO_POINTS"), duplicate: false };
}

function repeated(known: book.ChangeRow, change: Change): EventAnswer {
  const { orderId, version } = change;
  if (known.digest !== digestOfEdit(change)) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, version });
  }
  if (known.status === "PARKED") return { parked: true };
  return { actions: none("DUPLICATE"), duplicate: true };
}

function keep(
  work: Work,
  order: book.OrderRow,
  change: Change,
  status: book.ChangeRow["status"],
): void {
  const { version, paidAmountMinor, orderAmountMinor: amountMinor = null, changedAt } = change;
  const row = { orderRowId: order.id, memberId: order.memberId, version, status, changedAt };
  const told = status === "PARKED" ? JSON.stringify(change) : null;
  const digest = digestOfEdit(change);
  book.insertChange(work.tx, { ...row, paidAmountMinor, amountMinor, digest, told }, work.now);
}

function takeVersion(work: Work, order: book.OrderRow, version: number): void {
  order.version = version;
  book.saveVersion(work.tx, order);
}

/** One version waits for an order at most: those below it count for nothing any more. */
function park(work: Work, order: book.OrderRow, change: Change): void {
  if (order.version > 0) {
    book.settleChange(work.tx, { orderRowId: order.id, version: order.version }, "STALE");
  }
  keep(work, order, change, "PARKED");
  takeVersion(work, order, change.version);
}

/** The order has come whose edit waited. One that can't count never fails the order. */
export async function applyParkedChange(
  work: Work,
  account: Account,
  order: book.OrderRow,
): Promise<Action[]> {
  if (order.version === 0) return [];
  const row = await book.changeOf(work.tx, order.id, order.version);
  if (row?.told == null) return [];
  const change = keptChange.parse(JSON.parse(row.told));
  const refuse = (reason: ParkedFault) => {
    book.settleChange(work.tx, row, "REFUSED");
    const { paidAmountMinor: amountMinor } = row;
    const what = { kind: "CHANGE" as const, id: String(row.version), amountMinor };
    return refused(work, account, order, { ...what, reason });
  };
  if (isOtherThan(order, change.currency)) return refuse("CURRENCY_DIFFERS");
  try {
    const actions = await applyChange(work, account, order, change);
    book.settleChange(work.tx, row, "APPLIED");
    return actions;
  } catch (error) {
    // It is more than one act may move; found out before anything was written.
    if (!(error instanceof DomainError) || error.domainCode !== "VALIDATION_FAILED") throw error;
    return refuse("TOO_MANY_POINTS");
  }
}
