import type { Reader, Values } from "@/platform/db";
import type { Conditions } from "../schema";

/** Whom an automation is due to on a day: by the index of what makes it due, page by page. */

interface Bounds {
  automationId: number;
  conditions: Conditions;
  /** Who was given it after this day gets it not again. */
  notSince: string;
  limit: number;
}

export interface DueRow {
  memberId: number;
  birthday: string | null;
  joinedAt: Date;
  /** Since when the birthday is known; null: since they joined. */
  knownAt: Date | null;
}

const STANDS = (order: string) =>
  `${order}.cancelledAt IS NULL AND ${order}.paidAmountMinor > ${order}.refundedMinor`;

/** Of members, those whom conditions let in. */
function letIn({ tiers, marketingOnly, boughtOnly }: Conditions): [sql: string, values: Values] {
  const sql = ["m.status = 'ACTIVE'"];
  if (tiers.length > 0) sql.push(`m.tierCode IN (${tiers.map(() => "?").join(",")})`);
  if (marketingOnly) sql.push("m.marketingConsent = 1");
  if (boughtOnly) {
    sql.push(`EXISTS (SELECT 1 FROM shop_order b WHERE b.memberId = m.id AND ${STANDS("b")})`);
  }
  return [sql.join(" AND "), [...tiers]];
}

/** Nothing came of the occasion yet, and nothing was given since a day. */
const NO_GIFT = (occasion: string) =>
  `NOT EXISTS (SELECT 1 FROM automation_gift g WHERE g.automationId = ? AND g.memberId = m.id
     AND (g.occasion = ${occasion} OR (g.status = 'GIVEN' AND g.occasionOn > ?)))`;

/** Those born on one of some dates who have not had it for that occasion, by their ids. */
export function bornOn(
  db: Reader,
  { automationId, conditions, notSince, limit }: Bounds,
  { dates, occasion }: { dates: readonly string[]; occasion: string },
  afterId: number,
): Promise<DueRow[]> {
  const [who, values] = letIn(conditions);
  return db.rows<DueRow>(
    `SELECT m.id AS memberId, DATE_FORMAT(m.birthday, '%Y-%m-%d') AS birthday, m.joinedAt,
        COALESCE(m.birthdaySetAt, m.birthdayChangedAt) AS knownAt
       FROM member m FORCE INDEX (member_birthday_idx)
      WHERE m.birthday IN (${dates.map(() => "?").join(",")}) AND m.id > ?
        AND ${who} AND ${NO_GIFT("?")} ORDER BY m.id LIMIT ?`,
    [...dates, afterId, ...values, automationId, occasion, notSince, limit],
  );
}

export interface QuietRow {
  orderRowId: number;
  memberId: number;
  paidAt: Date;
}

/** Orders paid within a span after which their member paid no other that stands, by when they were paid. */
export function quietSince(
  db: Reader,
  { automationId, conditions, notSince, limit }: Bounds,
  { from, until }: { from: Date; until: Date },
  after: { paidAt: Date; id: number } | null,
): Promise<QuietRow[]> {
  const [who, values] = letIn({ ...conditions, boughtOnly: false });
  const start = after?.paidAt ?? from;
  return db.rows<QuietRow>(
    `SELECT o.id AS orderRowId, o.memberId, o.paidAt
       FROM shop_order o JOIN member m ON m.id = o.memberId
      WHERE o.paidAt >= ? AND o.paidAt < ? AND (o.paidAt > ? OR o.id > ?) AND ${STANDS("o")}
        AND ${who} AND ${NO_GIFT("CONCAT('QUIET:', o.id)")}
        AND NOT EXISTS (SELECT 1 FROM shop_order l WHERE l.memberId = o.memberId
          AND (l.paidAt > o.paidAt OR (l.paidAt = o.paidAt AND l.id > o.id)) AND ${STANDS("l")})
      ORDER BY o.paidAt, o.id LIMIT ?`,
    [start, until, start, after?.id ?? 0, ...values, automationId, notSince, limit],
  );
}

/** The last order of a member that stands. */
export function lastOrder(
  db: Reader,
  memberId: number,
): Promise<{ id: number; paidAt: Date } | undefined> {
  return db.row(
    `SELECT o.id, o.paidAt FROM shop_order o WHERE o.memberId = ? AND o.paidAt IS NOT NULL
        AND ${STANDS("o")} ORDER BY o.paidAt DESC, o.id DESC LIMIT 1`,
    [memberId],
  );
}

/** Of some paid orders, those that no other one that stands comes before. */
export async function firstAmong(db: Reader, orderIds: readonly string[]): Promise<Set<number>> {
  if (orderIds.length === 0) return new Set();
  const rows = await db.rows<{ memberId: number }>(
    `SELECT o.memberId FROM shop_order o WHERE o.orderId IN (${orderIds.map(() => "?").join(",")})
        AND NOT EXISTS (SELECT 1 FROM shop_order p WHERE p.memberId = o.memberId
          AND (p.paidAt < o.paidAt OR (p.paidAt = o.paidAt AND p.id < o.id)) AND ${STANDS("p")})`,
    [...orderIds],
  );
  return new Set(rows.map(({ memberId }) => memberId));
}

/** How many joined within a span, up to a bound. */
export function countJoined(db: Reader, span: Span, conditions: Conditions, limit: number) {
  const [who, values] = letIn(conditions);
  return countOf(
    db,
    `SELECT 1 FROM member m WHERE m.joinedAt >= ? AND m.joinedAt < ? AND ${who} LIMIT ?`,
    [span.from, span.until, ...values, limit],
  );
}

interface Span {
  from: Date;
  until: Date;
}

/** How many made their first order that stands within a span, up to a bound. */
export function countFirst(
  db: Reader,
  span: Span,
  { conditions, minimumMinor }: { conditions: Conditions; minimumMinor: number },
  limit: number,
) {
  const [who, values] = letIn({ ...conditions, boughtOnly: false });
  return countOf(
    db,
    `SELECT 1 FROM shop_order o JOIN member m ON m.id = o.memberId
      WHERE o.paidAt >= ? AND o.paidAt < ? AND ${STANDS("o")}
        AND o.paidAmountMinor - o.refundedMinor >= ? AND ${who}
        AND NOT EXISTS (SELECT 1 FROM shop_order p WHERE p.memberId = o.memberId
          AND (p.paidAt < o.paidAt OR (p.paidAt = o.paidAt AND p.id < o.id)) AND ${STANDS("p")})
      LIMIT ?`,
    [span.from, span.until, minimumMinor, ...values, limit],
  );
}

async function countOf(db: Reader, sql: string, values: Values): Promise<number> {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (${sql}) some`,
    values,
  );
  return row?.count ?? 0;
}

/** Those of some members whom conditions let in, orders aside. */
export async function countLetIn(
  db: Reader,
  conditions: Conditions,
  memberIds: readonly number[],
): Promise<number> {
  if (memberIds.length === 0) return 0;
  const [who, values] = letIn(conditions);
  const marks = memberIds.map(() => "?").join(",");
  return countOf(db, `SELECT 1 FROM member m WHERE m.id IN (${marks}) AND ${who}`, [
    ...memberIds,
    ...values,
  ]);
}
