import type { Reader, Tx } from "@/platform/db";
import type { Part } from "./rule-sql";

/** The facts of members, made from what others keep: some members at a time, all of each anew. */

const COLUMNS = `memberId, status, tierCode, joinedAt, birthMonth, marketing, spend, spend90, spend365,
  orders, orders90, orders365, points, expiring30, expiring90, lastOrderAt, lastStore, day`;

const STANDS = "o.cancelledAt IS NULL AND o.paidAmountMinor > o.refundedMinor";

/** What the windows of a business day are, as instants. */
export interface Windows {
  day: string;
  now: Date;
  since90: Date;
  since365: Date;
  before30: Date;
  before90: Date;
}

/** Who is looked at: as a condition on the id of a member, by whatever the column is called. */
export type Whom = (column: string) => Part;

export const among =
  (ids: readonly number[]): Whom =>
  (column) => ({ sql: `${column} IN (${ids.map(() => "?").join(",")})`, values: ids });

/** From behind one id up to another. */
export const between =
  (after: number, upTo: number): Whom =>
  (column) => ({ sql: `${column} > ? AND ${column} <= ?`, values: [after, upTo] });

/** What is known of some members by now takes the place of what was; whoever is closed has nothing left. */
export async function refreshFacts(tx: Tx, whom: Whom, windows: Windows): Promise<void> {
  const [facts, members, orders, lots] = ["memberId", "m.id", "o.memberId", "l.memberId"].map(
    whom,
  ) as [Part, Part, Part, Part];
  const { day, now, since90, since365, before30, before90 } = windows;
  tx.send(`DELETE FROM member_fact WHERE ${facts.sql}`, facts.values);
  await tx.write(
    `INSERT INTO member_fact (${COLUMNS})
     SELECT m.id, m.status, m.tierCode, m.joinedAt, COALESCE(MONTH(m.birthday), 0), m.marketingConsent,
            m.spendMinor, COALESCE(b.spend90, 0), COALESCE(b.spend365, 0),
            m.orderCount, COALESCE(b.orders90, 0), COALESCE(b.orders365, 0),
            m.available, COALESCE(e.expiring30, 0), COALESCE(e.expiring90, 0), b.lastOrderAt,
            (SELECT o.store FROM shop_order o WHERE o.memberId = m.id AND o.paidAt = b.lastOrderAt
               AND ${STANDS} ORDER BY o.id DESC LIMIT 1), ?
       FROM member m
       LEFT JOIN (SELECT o.memberId, MAX(o.paidAt) AS lastOrderAt,
           SUM(IF(o.paidAt >= ?, o.paidAmountMinor - o.refundedMinor, 0)) AS spend90,
           SUM(IF(o.paidAt >= ?, o.paidAmountMinor - o.refundedMinor, 0)) AS spend365,
           SUM(o.paidAt >= ?) AS orders90, SUM(o.paidAt >= ?) AS orders365
         FROM shop_order o WHERE ${orders.sql} AND o.paidAt IS NOT NULL AND ${STANDS}
        GROUP BY o.memberId) b ON b.memberId = m.id
       LEFT JOIN (SELECT l.memberId, SUM(IF(l.expiresAt < ?, l.remaining, 0)) AS expiring30,
           SUM(l.remaining) AS expiring90
         FROM points_lot l WHERE ${lots.sql} AND l.live = 1 AND l.matured = 1 AND l.expiresAt > ?
          AND l.expiresAt < ? GROUP BY l.memberId) e ON e.memberId = m.id
      WHERE ${members.sql} AND m.status <> 'CLOSED'`,
    [
      ...[day, since90, since365, since90, since365, ...orders.values],
      ...[before30, ...lots.values, now, before90, ...members.values],
    ],
  );
}

export function forgetFacts(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM member_fact WHERE memberId = ?", [memberId]);
}

/** The last of so many members behind an id; null where there are none. */
export async function endOfPage(db: Reader, after: number, limit: number): Promise<number | null> {
  const row = await db.row<{ id: number | null }>(
    `SELECT MAX(id) AS id FROM (SELECT id FROM member WHERE id > ? ORDER BY id LIMIT ?) p`,
    [after, limit],
  );
  return row?.id ?? null;
}

/** The first and the last member with facts. */
export async function factsRange(db: Reader): Promise<{ first: number; last: number } | null> {
  const row = await db.row<{ first: number | null; last: number | null }>(
    "SELECT MIN(memberId) AS first, MAX(memberId) AS last FROM member_fact",
  );
  if (!row || row.first === null || row.last === null) return null;
  return { first: row.first, last: row.last };
}

export function matchingIds({ sql, values }: Part): Part {
  return { sql: `SELECT f.memberId AS id FROM member_fact f WHERE ${sql}`, values };
}

/** Of a row, by its member's column: a scalar, which no server turns into a join that begins at the other end. */
export function isMatching(column: string, { sql, values }: Part): Part {
  return {
    sql: `(SELECT COUNT(*) FROM member_fact f WHERE f.memberId = ${column} AND ${sql}) = 1`,
    values,
  };
}

/** Who matches, among some. */
export async function countMatching(db: Reader, whom: Whom, rule: Part): Promise<number> {
  const some = whom("f.memberId");
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM member_fact f WHERE ${some.sql} AND ${rule.sql}`,
    [...some.values, ...rule.values],
  );
  return row?.count ?? 0;
}

/** From which spend on each fifth of those with orders begins; null where nobody has any. */
export async function fifthsNow(db: Reader): Promise<number[] | null> {
  const buyers = await db.row<{ count: number }>(
    "SELECT COUNT(*) AS count FROM member_fact WHERE orders365 > 0",
  );
  const count = buyers?.count ?? 0;
  if (count === 0) return null;
  const found: number[] = [];
  for (const fifth of [1, 2, 3, 4]) {
    const row = await db.row<{ spend: number }>(
      `SELECT spend365 AS spend FROM member_fact WHERE orders365 > 0
        ORDER BY spend365 LIMIT 1 OFFSET ${Math.floor((count * fifth) / 5)}`,
    );
    found.push(row?.spend ?? 0);
  }
  return found;
}
