import type { Reader, Values } from "@/platform/db";
import type { MemberStatus } from "../../members/schema";
import { type MemberSearch, startOf } from "../rules";

/** The members' list: what it is narrowed by comes before what it is cut by, whatever the order. */

export interface MemberListRow {
  id: number;
  memberCode: string;
  externalId: string | null;
  nickname: string | null;
  phone: string | null;
  status: MemberStatus;
  tierCode: string;
  available: number;
  spendMinor: number;
  joinedAt: Date;
  lastActiveAt: Date | null;
  nextPointsEventAt: Date | null;
  sortValue: string | null;
}

const SORT_COLUMN = {
  joinedAt: "joinedAt",
  lifetimeMinor: "spendMinor",
  available: "available",
  lastActiveAt: "lastActiveAt",
} as const;

export interface MemberPage {
  search: MemberSearch | null;
  tier: string | null;
  status: MemberStatus | null;
  /** Who matches a rule: all their ids, and whether a row is one of them. */
  rule: { ids: Part; isOne: (column: string) => Part } | null;
  sort: keyof typeof SORT_COLUMN;
  /** The highest first, or the lowest; who has no value comes last, or first. */
  direction: "asc" | "desc";
  after: { value: string | null; id: number } | null;
  limit: number;
}

const COLUMNS = `m.id, memberCode, externalId, nickname, phone, status, tierCode, available,
  spendMinor, joinedAt, lastActiveAt, nextPointsEventAt`;

export interface Part {
  sql: string;
  values: Values;
}

export const join = (parts: readonly Part[], by: string): Part => ({
  sql: parts.map(({ sql }) => sql).join(by),
  values: parts.flatMap(({ values }) => values),
});

/** The ids of those who match, each branch a range of its own index. */
export function branchesOf({ codes, externalId, phones, name }: MemberSearch): Part[] {
  const member = (column: string, words: readonly string[]) =>
    words.map((word) => ({
      sql: `SELECT id FROM member WHERE ${column} LIKE ?`,
      values: [startOf(word)],
    }));
  const named = {
    sql: "SELECT memberId AS id FROM nickname_part WHERE part LIKE ?",
    values: [startOf(name ?? "")],
  };
  return [
    ...member("memberCode", codes),
    ...member("externalId", externalId === null ? [] : [externalId]),
    ...member("phone", phones),
    ...(name === null ? [] : [named]),
  ];
}

/** The same question about one row. */
function matching({ codes, externalId, phones, name }: MemberSearch): Part {
  const is = (column: string) => (word: string) => ({
    sql: `${column} LIKE ?`,
    values: [startOf(word)],
  });
  const whole = "SELECT part FROM nickname_part p WHERE p.memberId = m.id AND p.place = 0";
  const named = { sql: `(${whole}) LIKE ?`, values: [`%${startOf(name ?? "")}`] };
  const ways = [
    ...codes.map(is("memberCode")),
    ...(externalId === null ? [] : [is("externalId")(externalId)]),
    ...phones.map(is("phone")),
    ...(name === null ? [] : [named]),
  ];
  const { sql, values } = join(ways, " OR ");
  return { sql: `(${sql})`, values };
}

export function filtersOf({ tier, status, rule }: MemberPage): Part[] {
  return [
    ...(tier === null ? [] : [{ sql: "tierCode = ?", values: [tier] }]),
    ...(status === null ? [] : [{ sql: "status = ?", values: [status] }]),
    ...(rule === null ? [] : [rule.isOne("m.id")]),
  ];
}

/** What comes after the last row of the page before. */
function isAfter(page: MemberPage): Part[] {
  const { after, direction } = page;
  if (!after) return [];
  const column = SORT_COLUMN[page.sort];
  const isDown = direction === "desc";
  const past = isDown ? "<" : ">";
  if (after.value === null) {
    const orSomething = isDown ? "" : ` OR ${column} IS NOT NULL`;
    return [{ sql: `((${column} IS NULL AND m.id ${past} ?)${orSomething})`, values: [after.id] }];
  }
  const orNothing = isDown && column === "lastActiveAt" ? `OR ${column} IS NULL` : "";
  return [
    {
      sql: `(${column} ${past} ? OR (${column} = ? AND m.id ${past} ?) ${orNothing})`,
      values: [after.value, after.value, after.id],
    },
  ];
}

export function where(parts: readonly Part[]): Part {
  const { sql, values } = join(parts, " AND ");
  return parts.length === 0 ? { sql, values } : { sql: `WHERE ${sql}`, values };
}

/** Which rows are gone through, and what is asked of each. */
export interface MemberWay {
  from: Part;
  conditions: readonly Part[];
  /** They are all there is to a filter, few enough to be sorted; else they come in the list's order. */
  isFew: boolean;
  /** Of the conditions, what all rows gone through have in common. */
  within?: Part;
}

/** So many are sorted at once at most; of a smaller table one in fifty. */
const SORTED_MAX = 20_000;
export const SORTED_MIN = 2_000;
const DENSE = 50;

/**
 * Whether there are no more rows than that.
 *
 * @param rows a query, or several joined by UNION, without a LIMIT of its own
 */
async function isAtMost(db: Reader, most: number, branches: readonly Part[]): Promise<boolean> {
  const rows = join(branches.map(limited(most + 1)), " UNION ");
  const sql = `SELECT COUNT(*) AS count FROM (${rows.sql}) f`;
  const row = await db.row<{ count: number }>(sql, rows.values);
  return row !== undefined && row.count <= most;
}

export const limited = (limit: number) => (part: Part) => ({
  sql: `(${part.sql} LIMIT ${limit})`,
  values: part.values,
});

const along = (index: string): Part => ({ sql: `member m FORCE INDEX (${index})`, values: [] });

/** Members by a query for their ids. */
export const startingWith = ({ sql, values }: Part): Part => ({
  sql: `(${sql}) found STRAIGHT_JOIN member m ON m.id = found.id`,
  values,
});

/** All who match, or all of a tier, a status or a rule, where they are at most so many; else null. */
async function fewWay(db: Reader, page: MemberPage, most: number): Promise<MemberWay | null> {
  const { search, tier, status, rule } = page;
  const filters = filtersOf(page);
  if (search) {
    const branches = branchesOf(search);
    if (await isAtMost(db, most, branches)) {
      const found = join(
        branches.map(({ sql, values }) => ({ sql: `(${sql})`, values })),
        " UNION ",
      );
      return { from: startingWith(found), conditions: filters, isFew: true };
    }
  }
  const conditions = search ? [...filters, matching(search)] : filters;
  for (const [column, value] of [["tierCode", tier] as const, ["status", status] as const]) {
    if (value === null) continue;
    const all = { sql: `SELECT id FROM member WHERE ${column} = ?`, values: [value] };
    if (await isAtMost(db, most, [all])) {
      return { from: along(`member_${column}_id_idx`), conditions, isFew: true };
    }
  }
  if (rule !== null && (await isAtMost(db, most, [rule.ids]))) {
    const others = filtersOf({ ...page, rule: null });
    const rest = search ? [...others, matching(search)] : others;
    return { from: startingWith(rule.ids), conditions: rest, isFew: true };
  }
  return null;
}

async function highestId(db: Reader): Promise<number> {
  return (await db.row<{ id: number | null }>("SELECT MAX(id) AS id FROM member"))?.id ?? 0;
}

/**
 * The way that goes through few rows whatever the table's size. Few who match, or few of a tier or
 * status, are all looked at and sorted; where a filter fits more than one in fifty, the list's own
 * order is followed until the page is full, which is soon unless they all lie at its end.
 */
export async function wayTo(db: Reader, page: MemberPage): Promise<MemberWay> {
  const { search } = page;
  const share = Math.floor((await highestId(db)) / DENSE);
  const most = Math.max(SORTED_MIN, Math.min(SORTED_MAX, share));
  const few = await fewWay(db, page, most);
  if (few) return few;
  const filters = filtersOf(page);
  const conditions = search ? [...filters, matching(search)] : filters;
  const column = SORT_COLUMN[page.sort];
  if (page.tier !== null && (column === "spendMinor" || column === "available")) {
    // A tier follows from what was spent, and so do points: all of a tier lie together in these orders.
    const within = { sql: "tierCode = ?", values: [page.tier] };
    return { from: along(`member_tierCode_${column}_id_idx`), conditions, isFew: false, within };
  }
  return { from: along(`member_${column}_id_idx`), conditions, isFew: false };
}

/** Rows of the list's order that are gone through, a few at first, before it is asked whether sorting is less. */
const WALKS = [500, 5_000] as const;

/**
 * The page, by whichever way is less. Who matches may be many and yet lie behind all others: then, after
 * a bounded walk, all of them are sorted where they are at most half of the table, and else the order
 * is followed to where they begin, past the other half at most. The page is the same by each.
 */
export async function memberPage(
  db: Reader,
  page: MemberPage,
  way: MemberWay,
): Promise<MemberListRow[]> {
  if (way.isFew || way.conditions.length === 0) return pageBy(db, page, way);
  for (const rows of WALKS) {
    const bound = await boundOf(db, page, way, rows);
    if (!bound) return pageBy(db, page, way);
    const walked = await pageBy(db, page, { ...way, conditions: [...way.conditions, bound] });
    if (walked.length === page.limit) return walked;
  }
  const half = Math.floor((await highestId(db)) / 2);
  return pageBy(db, page, (await fewWay(db, page, half)) ?? way);
}

/** What holds for the first rows of the order from where the page begins; null where they are all. */
async function boundOf(
  db: Reader,
  page: MemberPage,
  { from, within }: MemberWay,
  rows: number,
): Promise<Part | null> {
  const column = SORT_COLUMN[page.sort];
  const filter = where([...(within ? [within] : []), ...isAfter(page)]);
  const last = await db.row<{ id: number; value: string | null }>(
    `SELECT m.id, CAST(${column} AS CHAR) AS value FROM ${from.sql} ${filter.sql}
      ORDER BY ${orderOf(page)} LIMIT 1 OFFSET ${rows - 1}`,
    filter.values,
  );
  if (!last) return null;
  return upTo(page, last);
}

/** What holds for a row of the order and for those before it, of a page's rest. */
function upTo(page: MemberPage, { id, value }: { id: number; value: string | null }): Part {
  const column = SORT_COLUMN[page.sort];
  const isDown = page.direction === "desc";
  const before = isDown ? ">" : "<";
  const isSame = `m.id ${before}= ?`;
  if (value !== null) {
    const orNothing = !isDown && column === "lastActiveAt" ? ` OR ${column} IS NULL` : "";
    const sql = `(${column} ${before} ? OR (${column} = ? AND ${isSame})${orNothing})`;
    return { sql, values: [value, value, id] };
  }
  const isNothing = `(${column} IS NULL AND ${isSame})`;
  const others = !isDown || page.after?.value === null ? "" : `${column} IS NOT NULL OR `;
  return { sql: `(${others}${isNothing})`, values: [id] };
}

/** By keyset on (column, id). */
function pageBy(
  db: Reader,
  page: MemberPage,
  { from, conditions }: MemberWay,
): Promise<MemberListRow[]> {
  const column = SORT_COLUMN[page.sort];
  const filter = where([...conditions, ...isAfter(page)]);
  return db.rows<MemberListRow>(
    `SELECT ${COLUMNS}, CAST(${column} AS CHAR) AS sortValue FROM ${from.sql} ${filter.sql}
      ORDER BY ${orderOf(page)} LIMIT ?`,
    [...from.values, ...filter.values, page.limit],
  );
}

/** Among members without the value the id alone is the order; told so, the database need not sort. */
function orderOf({ sort, direction, after }: MemberPage): string {
  if (direction === "asc") return `${SORT_COLUMN[sort]}, m.id`;
  return after?.value === null ? "m.id DESC" : `${SORT_COLUMN[sort]} DESC, m.id DESC`;
}
