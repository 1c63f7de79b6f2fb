import type { Reader } from "@/platform/db";
import * as store from "../store/again";

/** Orders by the many, as they were told and with their lines. */

export { keptByMember, type OrderAgain, type Span } from "../store/again";

export interface OrdersFound {
  orders: store.OrderAgain[];
  /** The first member whose orders are not among them: that of the span's end, where all are. */
  to: number;
  /** A member who has more than fit at once, of whom the last are left out. */
  isCut: boolean;
}

/**
 * What the members of a span paid in a time, at most so many orders: the span ends early where there are
 * more, but never within a member, of whom one alone may have more.
 */
export async function ordersAgain(
  db: Reader,
  span: store.Span,
  time: { since: Date; until: Date },
  most: number,
): Promise<OrdersFound> {
  const rows = await store.ordersPaid(db, span, time, most + 1);
  const isMore = rows.length > most;
  const [first, last] = [rows[0], rows.at(-1)];
  const isCut = isMore && first?.memberId === last?.memberId;
  const next = last?.memberId ?? span.to;
  const to = !isMore ? span.to : isCut ? next + 1 : next;
  const shown = isCut ? rows.slice(0, most) : rows.filter(({ memberId }) => memberId < to);
  const withLines = shown.filter(({ lineCount }) => lineCount > 0).map(({ id }) => id);
  const lines = await store.linesOfMany(db, withLines);
  const orders = shown.map((row) => Object.assign(row, { lines: lines.get(row.id) ?? [] }));
  return { orders, to, isCut };
}
