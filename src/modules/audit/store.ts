import type { Reader } from "@/platform/db";

/** The audit log, as operators look through it. */

export interface AuditRow {
  id: number;
  action: string;
  actor: string;
  memberId: number | null;
  target: string | null;
  reason: string | null;
  before: string | null;
  after: string | null;
  requestId: string;
  createdAt: Date;
}

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  memberId?: number | undefined;
}

/** What was done, all of it or of one kind, actor or member, the last first. */
export function auditPage(
  db: Reader,
  { actor, action, memberId }: AuditFilter,
  beforeId: number | null,
  limit: number,
): Promise<AuditRow[]> {
  const conditions = [
    ["actor = ?", actor],
    ["action = ?", action],
    ["memberId = ?", memberId],
    ["id < ?", beforeId ?? undefined],
  ] as const;
  const filters = conditions.flatMap(([sql, value]) => (value === undefined ? [] : { sql, value }));
  const where = filters
    .map(({ sql }, place) => `${place === 0 ? "WHERE" : "AND"} ${sql}`)
    .join(" ");
  return db.rows<AuditRow>(
    `SELECT id, action, actor, memberId, target, reason, \`before\`, \`after\`, requestId, createdAt
       FROM audit_log ${where} ORDER BY id DESC LIMIT ?`,
    [...filters.map(({ value }) => value), limit],
  );
}

export async function memberCodes(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.rows<{ id: number; memberCode: string }>(
    `SELECT id, memberCode FROM member WHERE id IN (${ids.map(() => "?").join(",")})`,
    ids,
  );
  return new Map(rows.map(({ id, memberCode }) => [id, memberCode]));
}

/** Nobody picks from a longer list. */
const CHOICES_MAX = 200;

/** Members act on themselves only; whoever looks for them looks for the member. */
export async function actors(db: Reader): Promise<string[]> {
  const kinds = ["operator", "admin", "service"];
  const branches = kinds.map(
    (kind) => `(SELECT DISTINCT actor FROM audit_log WHERE actor LIKE '${kind}:%'
       ORDER BY actor LIMIT ${CHOICES_MAX})`,
  );
  const rows = await db.rows<{ actor: string }>(branches.join(" UNION ALL "));
  return rows.map(({ actor }) => actor);
}

export async function actions(db: Reader): Promise<string[]> {
  const rows = await db.rows<{ action: string }>(
    "SELECT DISTINCT action FROM audit_log ORDER BY action LIMIT ?",
    [CHOICES_MAX],
  );
  return rows.map(({ action }) => action);
}
