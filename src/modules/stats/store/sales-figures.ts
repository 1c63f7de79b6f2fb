import type { Reader } from "@/platform/db";
import type { LocalizedText } from "@/platform/texts";
import type { DateRange } from "../rules/range";
import type { SalesKind } from "../rules/sales";
import type { SalesFigure } from "../rules/tally";
import { marks, padded } from "./in-list";

/** What pages and reports read of coupons and sales: sums of rollups, so many rows at most. */

export interface CouponSums {
  issued: number;
  used: number;
  expired: number;
  voided: number;
  discountMinor: number;
  orders: number;
  spendMinor: number;
}

/** What is unused of a day expired once the day is over. */
const SUMS = `CAST(SUM(issued) AS SIGNED) AS issued, CAST(SUM(used) AS SIGNED) AS used,
  CAST(SUM(IF(day < ?, unused, 0)) AS SIGNED) AS expired, CAST(SUM(voided) AS SIGNED) AS voided,
  CAST(SUM(discountMinor) AS SIGNED) AS discountMinor`;
const ORDERS =
  "CAST(SUM(orders) AS SIGNED) AS orders, CAST(SUM(spendMinor) AS SIGNED) AS spendMinor";
/** Of all definitions together: an order with coupons of two counts once, under 0. */
const ORDERS_WITH_ANY = `CAST(SUM(IF(definitionId = 0, orders, 0)) AS SIGNED) AS orders,
  CAST(SUM(IF(definitionId = 0, spendMinor, 0)) AS SIGNED) AS spendMinor`;

/** Coupons by the day, of one definition or of all. */
export function couponDays(
  db: Reader,
  { from, to }: DateRange,
  today: string,
  definitionId: number | null,
): Promise<(CouponSums & { day: string })[]> {
  const one = definitionId === null ? "" : "definitionId = ? AND";
  return db.rows(
    `SELECT day, ${SUMS}, ${definitionId === null ? ORDERS_WITH_ANY : ORDERS} FROM stat_coupon_day
      WHERE ${one} day BETWEEN ? AND ? GROUP BY day ORDER BY day`,
    [today, ...(definitionId === null ? [] : [definitionId]), from, to],
  );
}

/** Definitions of whose coupons anything is told in a range: what took off most first. */
export function couponSums(
  db: Reader,
  { from, to }: DateRange,
  { today, limit }: { today: string; limit: number },
): Promise<(CouponSums & { definitionId: number })[]> {
  return db.rows(
    `SELECT definitionId, ${SUMS}, ${ORDERS} FROM stat_coupon_day
      WHERE day BETWEEN ? AND ? AND definitionId <> 0 GROUP BY definitionId
     HAVING issued <> 0 OR used <> 0 OR expired <> 0 OR voided <> 0 OR orders <> 0
      ORDER BY discountMinor DESC, issued DESC, definitionId LIMIT ?`,
    [today, from, to, limit],
  );
}

/** Definitions as they are called now. */
export async function couponsNamed(
  db: Reader,
  ids: readonly number[],
): Promise<ReadonlyMap<number, LocalizedText>> {
  const list = padded(ids);
  if (list.length === 0) return new Map();
  const rows = await db.rows<{ id: number; nameTexts: string }>(
    `SELECT d.id, v.nameTexts FROM coupon_definition d
       JOIN coupon_version v ON v.id = d.versionId WHERE d.id IN (${marks(list)})`,
    list,
  );
  return new Map(rows.map(({ id, nameTexts }) => [id, JSON.parse(nameTexts) as LocalizedText]));
}

/** What was sold in a range by the words of one kind: the most money first. */
export function salesSums(
  db: Reader,
  kind: SalesKind,
  { from, to }: DateRange,
  limit: number,
): Promise<(Record<SalesFigure, number> & { word: string })[]> {
  return db.rows(
    `SELECT word, CAST(SUM(orders) AS SIGNED) AS orders,
        CAST(SUM(spendMinor) AS SIGNED) AS spendMinor, CAST(SUM(points) AS SIGNED) AS points
       FROM stat_sales_day WHERE kind = ? AND day BETWEEN ? AND ? GROUP BY word
     HAVING orders <> 0 ORDER BY spendMinor DESC, word LIMIT ?`,
    [kind, from, to, limit],
  );
}
