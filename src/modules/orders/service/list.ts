import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { countedOf } from "../rules/currency";
import { PROGRAM_CURRENCY } from "../schema/currency";
import { changesOf } from "../store/changes";
import { linesOf } from "../store/lines";
import * as store from "../store/list";
import type { OrderRow } from "../store/orders";

function orderStatus(row: OrderRow) {
  if (row.cancelledAt !== null) return "CANCELLED" as const;
  if (row.paidAmountMinor === null) return "UNKNOWN" as const;
  // Of an order that no money was paid for, refunds undo its amount.
  const unpaid = row.paidAmountMinor === 0;
  const [undone, whole] = unpaid
    ? [row.undoneMinor, row.amountMinor]
    : [row.refundedMinor, row.paidAmountMinor];
  if (undone === 0) return "COMPLETED" as const;
  const all = whole !== null && undone >= whole;
  return all ? ("REFUNDED" as const) : ("PARTIALLY_REFUNDED" as const);
}

/** In the program's currency, and as the shop told it. */
function moneyOf(row: OrderRow) {
  const { currency, rate, paidAmountMinor, refundedMinor } = row;
  const counted = countedOf(row);
  const isPaid = paidAmountMinor !== null;
  return {
    paidAmountMinor: isPaid ? counted.paidMinor : null,
    refundedMinor: counted.refundedMinor,
    original:
      isPaid && rate !== null && currency !== null
        ? { currency, rate, amountMinor: paidAmountMinor, refundedMinor }
        : null,
  };
}

interface OrdersPage extends Page {
  /** Of one alone. */
  orderId?: string | undefined;
}

async function rowsOf({ db }: Ask, memberId: number, { orderId, cursor, limit }: OrdersPage) {
  if (orderId === undefined) return store.ordersOf(db, memberId, cursorId(cursor), limit + 1);
  const order = await store.orderOf(db, memberId, orderId);
  return order ? [order] : [];
}

/** A member's orders, the last paid first. @throws DomainError MEMBER_NOT_FOUND */
export async function listOrders(ask: Ask, ref: MemberRef, page: OrdersPage) {
  const { id: memberId } = await requireMember(ask.db, ref);
  const rows = await rowsOf(ask, memberId, page);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const leftOver = await store.leftOverOf(
    ask.db,
    shown.map(({ id }) => id),
  );
  const ofOrder = (row: OrderRow) =>
    leftOver
      .filter(({ orderRowId }) => orderRowId === row.id)
      .map(({ orderRowId: _, currency, ...what }) => {
        return { ...what, currency: currency ?? row.currency ?? PROGRAM_CURRENCY };
      });
  const view = (row: OrderRow) => ({
    orderId: row.orderId,
    status: orderStatus(row),
    ...moneyOf(row),
    pointsEarned: row.pointsEarned,
    pointsClawed: row.pointsClawed,
    paidAt: row.paidAt,
    lineCount: row.lineCount,
    version: row.version,
    leftOver: ofOrder(row),
  });
  return { items: shown.map(view), nextCursor };
}

/** The lines of a member's order, and how far each is refunded. @throws DomainError MEMBER_NOT_FOUND, ORDER_NOT_FOUND */
export async function listOrderLines(ask: Ask, ref: MemberRef, orderId: string) {
  const order = await orderOf(ask, ref, orderId);
  return { currency: order.currency ?? PROGRAM_CURRENCY, items: await linesOf(ask.db, order.id) };
}

const VERSIONS_SHOWN = 100;

/** What the shop told an edited order to be, version by version. @throws DomainError MEMBER_NOT_FOUND, ORDER_NOT_FOUND */
export async function listOrderVersions(ask: Ask, ref: MemberRef, orderId: string) {
  const order = await orderOf(ask, ref, orderId);
  const rows = await changesOf(ask.db, order.id, VERSIONS_SHOWN);
  return { currency: order.currency ?? PROGRAM_CURRENCY, items: rows };
}

async function orderOf(ask: Ask, ref: MemberRef, orderId: string): Promise<OrderRow> {
  const { id: memberId } = await requireMember(ask.db, ref);
  const order = await store.orderOf(ask.db, memberId, orderId);
  if (!order) throw new DomainError("ORDER_NOT_FOUND", { orderId });
  return order;
}
