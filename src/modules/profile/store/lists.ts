import type { Reader } from "@/platform/db";
import { prisma } from "@/platform/prisma";
import type { MemberStatus } from "../../members/schema";

/** Lists for operators. */

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
  query: string | null;
  tier: string | null;
  status: MemberStatus | null;
  sort: keyof typeof SORT_COLUMN;
  after: { value: string | null; id: number } | null;
  limit: number;
}

const COLUMNS = `m.id, memberCode, externalId, nickname, phone, status, tierCode, available,
  spendMinor, joinedAt, lastActiveAt, nextPointsEventAt`;

/** Nobody looks through more matches than this; a longer search word finds fewer. */
const MATCHES_MAX = 500;

/** The start of a word as a LIKE pattern, with its own % and _ taken literally. */
function startOf(word: string): string {
  return `${word.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
}

/** Each branch is a range on its own unique or plain index. */
function matches(word: string): [string, string[]] {
  const ascii = /^[\x21-\x7e]+$/.test(word);
  const columns = ascii ? ["memberCode", "externalId", "phone", "nickname"] : ["nickname"];
  const branches = columns.map(
    (column) => `(SELECT id FROM member WHERE ${column} LIKE ? LIMIT ${MATCHES_MAX})`,
  );
  const from = `(${branches.join(" UNION ")}) found JOIN member m ON m.id = found.id`;
  return [from, columns.map(() => startOf(word))];
}

/** Highest first, by keyset on (column, id); members without the value come last. */
export function memberPage(db: Reader, page: MemberPage): Promise<MemberListRow[]> {
  const column = SORT_COLUMN[page.sort];
  const [from, words] = page.query === null ? ["member m", []] : matches(page.query);
  const where: string[] = [];
  const values: (string | number)[] = [...words];
  if (page.tier !== null) {
    where.push("tierCode = ?");
    values.push(page.tier);
  }
  if (page.status !== null) {
    where.push("status = ?");
    values.push(page.status);
  }
  const { after } = page;
  if (after?.value === null) {
    where.push(`${column} IS NULL AND m.id < ?`);
    values.push(after.id);
  } else if (after) {
    const orNothing = column === "lastActiveAt" ? `OR ${column} IS NULL` : "";
    where.push(`(${column} < ? OR (${column} = ? AND m.id < ?) ${orNothing})`);
    values.push(after.value, after.value, after.id);
  }
  const condition = where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`;
  // Among members without the value the id alone is the order; told so, the database need not sort.
  const order = after?.value === null ? "m.id DESC" : `${column} DESC, m.id DESC`;
  return db.rows<MemberListRow>(
    `SELECT ${COLUMNS}, CAST(${column} AS CHAR) AS sortValue FROM ${from} ${condition}
      ORDER BY ${order} LIMIT ?`,
    [...values, page.limit],
  );
}

const COUNTED_MAX = 10_000;

/** How many members match, or null past ten thousand: nobody waits for a count of millions. */
export async function memberCount(db: Reader, page: MemberPage): Promise<number | null> {
  const [from, words] = page.query === null ? ["member m", []] : matches(page.query);
  const where = [
    ...(page.tier === null ? [] : ["tierCode = ?"]),
    ...(page.status === null ? [] : ["status = ?"]),
  ];
  const values = [...words, page.tier, page.status].filter((value) => value !== null);
  const condition = where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`;
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (SELECT 1 FROM ${from} ${condition} LIMIT ${COUNTED_MAX + 1}) c`,
    values,
  );
  return row && row.count <= COUNTED_MAX ? row.count : null;
}

/** A member's orders, the last paid first. */
export function ordersOf(memberId: number, afterId: number | null, limit: number) {
  return prisma().shopOrder.findMany({
    where: { memberId },
    orderBy: [{ paidAt: "desc" }, { id: "desc" }],
    ...(afterId === null ? {} : { cursor: { id: afterId }, skip: 1 }),
    take: limit,
  });
}

export interface LeftOver {
  orderRowId: number;
  kind: "REFUND" | "RETURN";
  id: string;
  amountMinor: number;
  leftOverMinor: number;
}

/** What was told of some orders and does not fit them, or not all of it. */
export async function leftOverOf(db: Reader, orderRowIds: readonly number[]): Promise<LeftOver[]> {
  if (orderRowIds.length === 0) return [];
  const marks = orderRowIds.map(() => "?").join(",");
  return db.rows<LeftOver>(
    `SELECT orderRowId, 'REFUND' AS kind, refundId AS id, amountMinor, leftOverMinor
       FROM order_refund WHERE orderRowId IN (${marks}) AND leftOverMinor > 0
      UNION ALL
     SELECT orderRowId, 'RETURN', returnId, amountMinor, amountMinor
       FROM order_return WHERE orderRowId IN (${marks}) AND status = 'REFUSED'
      ORDER BY orderRowId, kind, id LIMIT 500`,
    [...orderRowIds, ...orderRowIds],
  );
}

/** A member's lots that hold anything, by expiry, with the entry that made each. */
export async function lotsOf(memberId: number, afterId: number | null, limit: number) {
  const lots = await prisma().pointsLot.findMany({
    where: { memberId, live: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    ...(afterId === null ? {} : { cursor: { id: afterId }, skip: 1 }),
    take: limit,
  });
  const entries = await prisma().pointsEntry.findMany({
    where: { id: { in: lots.map((lot) => lot.entryId) } },
    select: { id: true, type: true, referenceType: true, referenceId: true },
  });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return lots.map((lot) => ({ ...lot, entry: byId.get(lot.entryId) }));
}

/** What was done to or for a member by people and services, the last first. */
export function auditOf(memberId: number, beforeId: number | null, limit: number) {
  return prisma().auditLog.findMany({
    where: { memberId, ...(beforeId === null ? {} : { id: { lt: beforeId } }) },
    orderBy: { id: "desc" },
    take: limit,
  });
}
