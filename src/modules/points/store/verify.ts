import type { Reader } from "@/platform/db";

/** A span over a busy database takes its time; only one that will never end is given up. */
const PATIENCE_MS = 600_000;

/**
 * The invariants as set-based statements over a span of members; each lists members whose figures do
 * not agree. The two sides are stacked and summed instead of joined: an entry without its member shows
 * as well, and no plan can go through a span once for each of its members. One statement is one moment
 * of the database, so members who are at work meanwhile raise no alarm.
 */

export interface Violation {
  invariant: string;
  memberId: number;
  /** Figures as text, the four accounts as available/pending/frozen/owed. */
  expected: string;
  found: string;
}

/** Members by id, both ends within. */
export interface Span {
  from: number;
  to: number;
}

interface Side {
  from: string;
  /** Expressions, one for each figure, summed by member. */
  figures: readonly string[];
}

const IN_SPAN = "BETWEEN ? AND ?";

function stacked(found: Side, expected: Side, key = "memberId"): string {
  const list = (of: (index: number) => string) => found.figures.map((_, index) => of(index));
  const sum = (side: "f" | "e") => list((index) => `COALESCE(SUM(${side}${index}), 0)`);
  const named = (side: Side, name: "f" | "e") =>
    list((index) => `${name === "f" ? side.figures[index] : "0"} AS f${index}`)
      .concat(list((index) => `${name === "e" ? side.figures[index] : "0"} AS e${index}`))
      .join(", ");
  const differs = list((index) => `SUM(f${index}) <> SUM(e${index})`);
  return `SELECT MIN(memberId) AS memberId, CONCAT_WS('/', ${sum("f")}) AS found,
      CONCAT_WS('/', ${sum("e")}) AS expected
    FROM (SELECT ${named(found, "f")}, ${found.from}
          UNION ALL
          SELECT ${named(expected, "e")}, ${expected.from}) both_sides
   GROUP BY ${key} HAVING ${differs.join(" OR ")}`;
}

const MEMBERS = `id AS memberId FROM member WHERE id ${IN_SPAN}`;
const ENTRIES = `memberId FROM points_entry WHERE memberId ${IN_SPAN}`;
const OUTSIDE = "availableDelta + pendingDelta + frozenDelta - owedDelta";
const ACCOUNTS = ["available", "pending", "frozen", "owed"] as const;
const AFTER = ACCOUNTS.map((name) => `${name}After`);

const CHECKS: Record<string, string> = {
  "sum of entries = accounts": stacked(
    { figures: ACCOUNTS, from: MEMBERS },
    { figures: ACCOUNTS.map((name) => `${name}Delta`), from: ENTRIES },
  ),
  "lots = accounts": stacked(
    { figures: ["available", "pending", "frozen"], from: MEMBERS },
    {
      figures: ["IF(matured = 1, remaining, 0)", "IF(matured = 1, 0, remaining)", "frozen"],
      from: `memberId FROM points_lot WHERE memberId ${IN_SPAN}`,
    },
  ),
  "allocations = lots": stacked(
    {
      figures: ["remaining - original", "frozen"],
      from: `memberId, id AS lotId FROM points_lot WHERE memberId ${IN_SPAN}`,
    },
    {
      figures: ["a.points", "a.frozen"],
      from: `l.memberId, l.id FROM points_lot l JOIN points_allocation a ON a.lotId = l.id
              WHERE l.memberId ${IN_SPAN}`,
    },
    "lotId",
  ),
  "no account below nothing, no debt beside available": `
    SELECT id AS memberId, CONCAT_WS('/', available, pending, frozen, owed) AS found,
           'none below 0' AS expected FROM member
     WHERE id ${IN_SPAN} AND (available < 0 OR pending < 0 OR frozen < 0 OR owed < 0
       OR (owed > 0 AND available > 0))`,
  "balance after = running sum": `
    SELECT memberId, found, expected FROM (
      SELECT memberId, CONCAT_WS('/', ${AFTER.join(", ")}) AS found,
             CONCAT_WS('/', ${ACCOUNTS.map((name) => `SUM(${name}Delta) OVER w`).join(", ")}) AS expected
        FROM points_entry WHERE memberId ${IN_SPAN}
      WINDOW w AS (PARTITION BY memberId ORDER BY id)) r
     WHERE found <> expected`,
  "lifetime figures = sums by type": stacked(
    { figures: ["totalEarned", "totalRedeemed", "totalExpired"], from: MEMBERS },
    {
      figures: [
        `IF(type = 'EARN', ${OUTSIDE}, 0)`,
        `IF(type = 'REDEEM', -(${OUTSIDE}), 0)`,
        `IF(type = 'EXPIRE', -(${OUTSIDE}), 0)`,
      ],
      from: ENTRIES,
    },
  ),
  "spend = paid minus refunded": stacked(
    { figures: ["spendMinor"], from: MEMBERS },
    {
      figures: ["IF(cancelledAt IS NULL, paidAmountMinor - refundedMinor, 0)"],
      from: `memberId FROM shop_order WHERE memberId ${IN_SPAN} AND paidAmountMinor IS NOT NULL`,
    },
  ),
};

export const CHECK_NAMES = Object.keys(CHECKS);

/** The statement once for each of its places for a span. */
function spanValues(sql: string, { from, to }: Span): number[] {
  return Array.from({ length: sql.split(IN_SPAN).length - 1 }, () => [from, to]).flat();
}

/** Runs one check over a span; names at most so many members that fail it. */
export async function violationsOf(
  db: Reader,
  name: string,
  span: Span,
  limit: number,
): Promise<Violation[]> {
  const sql = CHECKS[name] ?? "";
  const values = [...spanValues(sql, span), limit];
  const rows = await db.rows<Omit<Violation, "invariant">>(`${sql} LIMIT ?`, values, PATIENCE_MS);
  return rows.map((row) => ({ invariant: name, ...row }));
}

export interface TypeFigures {
  /** The entry type; null for the members themselves. */
  type: string | null;
  /** Entries of the type, or members. */
  count: number;
  /** Points that the type added; nothing for members. */
  points: number;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
}

const TOTAL = ACCOUNTS.map((name) => `CAST(COALESCE(SUM(${name}), 0) AS SIGNED) AS ${name}`);

/** What the members of a span have and what each entry type added, at one moment. */
export function figuresOf(db: Reader, span: Span): Promise<TypeFigures[]> {
  const sql = `
    SELECT NULL AS type, COUNT(*) AS count, 0 AS points, ${TOTAL.join(", ")}
      FROM member WHERE id ${IN_SPAN}
     UNION ALL
    SELECT type, COUNT(*), CAST(SUM(${OUTSIDE}) AS SIGNED), 0, 0, 0, 0
      FROM points_entry WHERE memberId ${IN_SPAN} GROUP BY type`;
  return db.rows<TypeFigures>(sql, spanValues(sql, span), PATIENCE_MS);
}

/** The last id that a member has or an entry names. */
export async function lastMemberId(db: Reader): Promise<number> {
  const row = await db.row<{ id: number | null }>(
    `SELECT GREATEST((SELECT COALESCE(MAX(id), 0) FROM member),
                     (SELECT COALESCE(MAX(memberId), 0) FROM points_entry)) AS id`,
  );
  return row?.id ?? 0;
}

/** How many members came after one, counted up to a bound. */
export async function countSince(db: Reader, memberId: number, max: number): Promise<number> {
  const row = await db.row<{ count: number }>(
    "SELECT COUNT(*) AS count FROM (SELECT id FROM member WHERE id > ? ORDER BY id LIMIT ?) later",
    [memberId, max],
  );
  return row?.count ?? 0;
}
