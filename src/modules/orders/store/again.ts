import type { Reader } from "@/platform/db";
import type { OrderLine } from "../schema/cart";
import { OWN } from "./orders";

/** Orders by the many, as they were told: for whoever asks what they would bring by other rules. */

export interface OrderAgain {
  id: number;
  orderId: string;
  memberId: number;
  paidAt: Date;
  /** In the order's own currency, as its lines are; null for the program's. */
  currency: string | null;
  paidAmountMinor: number;
  amountMinor: number | null;
  shippingMinor: number;
  channel: string | null;
  store: string | null;
  lineCount: number;
  pointsEarned: number;
  lines: OrderLine[];
}

/** Members by their numbers, from the one up to before the other. */
export interface Span {
  from: number;
  to: number;
}

type Stored = Omit<OrderAgain, "lines">;

/** Paid, and neither cancelled nor wholly undone. */
const STANDS = `cancelledAt IS NULL AND (paidAmountMinor > refundedMinor
  OR (paidAmountMinor = 0 AND undoneMinor = 0))`;

/** Those that members paid in a time, each member's in turn, without their lines. */
export function ordersPaid(
  db: Reader,
  span: Span,
  { since, until }: { since: Date; until: Date },
  limit: number,
): Promise<Stored[]> {
  return db.rows<Stored>(
    `SELECT id, orderId, memberId, paidAt, ${OWN}, amountMinor, shippingMinor, channel, store,
        lineCount, pointsEarned FROM shop_order
      WHERE memberId >= ? AND memberId < ? AND paidAt >= ? AND paidAt <= ? AND ${STANDS}
      ORDER BY memberId, paidAt, id LIMIT ?`,
    [span.from, span.to, since, until, limit],
  );
}

interface StoredLine {
  orderRowId: number;
  lineId: string;
  sku: string;
  productId: string | null;
  categories: string;
  brand: string | null;
  quantity: number;
  unitAmountMinor: number;
  discountMinor: number;
  paidMinor: number;
  taxMinor: number | null;
  giftCard: number;
}

const asTold = ({ orderRowId: _, productId, brand, taxMinor, ...line }: StoredLine): OrderLine => ({
  ...line,
  ...(productId !== null && { productId }),
  ...(brand !== null && { brand }),
  ...(taxMinor !== null && { taxMinor }),
  categories: JSON.parse(line.categories),
  giftCard: Boolean(line.giftCard),
});

const ORDERS_AT_ONCE = 500;

/** The lines of some orders, by order. */
export async function linesOfMany(
  db: Reader,
  orderRowIds: readonly number[],
): Promise<Map<number, OrderLine[]>> {
  const lines = new Map<number, OrderLine[]>();
  for (let start = 0; start < orderRowIds.length; start += ORDERS_AT_ONCE) {
    const chunk = orderRowIds.slice(start, start + ORDERS_AT_ONCE);
    const rows = await db.rows<StoredLine>(
      `SELECT orderRowId, lineId, sku, productId, categories, brand, quantity, unitAmountMinor,
          discountMinor, paidMinor, taxMinor, giftCard FROM order_line
        WHERE orderRowId IN (${chunk.map(() => "?").join(",")}) ORDER BY orderRowId, position`,
      chunk,
    );
    for (const row of rows) {
      const own = lines.get(row.orderRowId) ?? [];
      own.push(asTold(row));
      lines.set(row.orderRowId, own);
    }
  }
  return lines;
}

/** The points that each member's orders paid in a time kept, of those who have any. */
export async function keptByMember(
  db: Reader,
  span: Span,
  { since, until }: { since: Date; until: Date },
): Promise<Map<number, number>> {
  const rows = await db.rows<{ memberId: number; kept: number }>(
    `SELECT memberId, CAST(SUM(pointsEarned - pointsClawed) AS SIGNED) AS kept FROM shop_order
      WHERE memberId >= ? AND memberId < ? AND paidAt >= ? AND paidAt < ? GROUP BY memberId`,
    [span.from, span.to, since, until],
  );
  return new Map(rows.map(({ memberId, kept }) => [memberId, kept]));
}
