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

function asTold(row: StoredLine, categories: string[]): OrderLine {
  const { productId, brand, taxMinor } = row;
  const line: OrderLine = {
    lineId: row.lineId,
    sku: row.sku,
    categories,
    quantity: row.quantity,
    unitAmountMinor: row.unitAmountMinor,
    discountMinor: row.discountMinor,
    paidMinor: row.paidMinor,
    giftCard: Boolean(row.giftCard),
  };
  if (productId !== null) line.productId = productId;
  if (brand !== null) line.brand = brand;
  if (taxMinor !== null) line.taxMinor = taxMinor;
  return line;
}

const ORDERS_AT_ONCE = 500;

const LINES = `SELECT orderRowId, lineId, sku, productId, categories, brand, quantity, unitAmountMinor,
    discountMinor, paidMinor, taxMinor, giftCard FROM order_line
  WHERE orderRowId IN (${Array(ORDERS_AT_ONCE).fill("?").join(",")}) ORDER BY orderRowId, position`;

/** The lines of some orders, by order. */
export async function linesOfMany(
  db: Reader,
  orderRowIds: readonly number[],
): Promise<Map<number, OrderLine[]>> {
  const lines = new Map<number, OrderLine[]>();
  // Shops have few lists of categories, and very many lines.
  const lists = new Map<string, string[]>();
  for (let start = 0; start < orderRowIds.length; start += ORDERS_AT_ONCE) {
    // One statement whatever their number, which is prepared once.
    const ids = Array.from(
      { length: ORDERS_AT_ONCE },
      (_, at) => orderRowIds[start + at] ?? orderRowIds[start] ?? 0,
    );
    for (const row of await db.rows<StoredLine>(LINES, ids)) {
      const categories = lists.get(row.categories) ?? (JSON.parse(row.categories) as string[]);
      lists.set(row.categories, categories);
      const own = lines.get(row.orderRowId) ?? [];
      own.push(asTold(row, categories));
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
