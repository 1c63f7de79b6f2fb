import type { Reader } from "@/platform/db";
import type { MemberStatus } from "../schema";

/** The members by the many: spans of their numbers, and lists of their names. */

export async function lastMemberId(db: Reader): Promise<number> {
  const row = await db.row<{ id: number | null }>("SELECT MAX(id) AS id FROM member");
  return row?.id ?? 0;
}

/** Active members of a span with their birthdays; `days` (MM-DD) are the only ones asked for. */
export function birthdaysIn(
  db: Reader,
  ids: { from: number; to: number },
  days: readonly string[] | null,
): Promise<{ id: number; birthday: string }[]> {
  const marks = (days ?? []).map(() => "?").join(",");
  const only = days === null ? "" : `AND DATE_FORMAT(birthday, '%m-%d') IN (${marks})`;
  return db.rows<{ id: number; birthday: string }>(
    `SELECT id, DATE_FORMAT(birthday, '%Y-%m-%d') AS birthday FROM member
      WHERE id >= ? AND id < ? AND status = 'ACTIVE' AND birthday IS NOT NULL ${only} ORDER BY id`,
    [ids.from, ids.to, ...(days ?? [])],
  );
}

export interface FoundMember {
  id: number;
  externalId: string | null;
  memberCode: string;
  phoneKey: string | null;
  status: string;
  available: number;
}

const IDS_AT_ONCE = 500;

/** Members by one of the ways in which they are named, each of which is a unique index. */
export async function membersNamed(
  db: Reader,
  column: "id" | "externalId" | "memberCode" | "phoneKey",
  names: readonly (string | number)[],
): Promise<FoundMember[]> {
  const found: FoundMember[] = [];
  for (let start = 0; start < names.length; start += IDS_AT_ONCE) {
    const chunk = names.slice(start, start + IDS_AT_ONCE);
    const rows = await db.rows<FoundMember>(
      `SELECT id, externalId, memberCode, phoneKey, status, available FROM member
        WHERE ${column} IN (${chunk.map(() => "?").join(",")})`,
      chunk,
    );
    found.push(...rows);
  }
  return found;
}

/** A member as prices and figures of very many look at them. */
export interface MemberBrief {
  id: number;
  status: MemberStatus;
  birthday: string | null;
  tierCode: string;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
}

/** Those of a span who are no former members. */
export function membersIn(db: Reader, ids: { from: number; to: number }): Promise<MemberBrief[]> {
  return db.rows<MemberBrief>(
    `SELECT id, status, DATE_FORMAT(birthday, '%Y-%m-%d') AS birthday, tierCode, available, pending,
        frozen, owed FROM member
      WHERE id >= ? AND id < ? AND status <> 'CLOSED' ORDER BY id`,
    [ids.from, ids.to],
  );
}

export interface Balance {
  available: number;
  owed: number;
}

/** What each of some members has, and owes. */
export async function balancesOf(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, Balance>> {
  if (ids.length === 0) return new Map();
  const marks = ids.map(() => "?").join(",");
  const rows = await db.rows<Balance & { id: number }>(
    `SELECT id, available, owed FROM member WHERE id IN (${marks})`,
    ids,
  );
  return new Map(rows.map(({ id, ...balance }) => [id, balance]));
}
