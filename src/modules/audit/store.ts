import type { Reader } from "@/platform/db";
import { prisma } from "@/platform/prisma";

/** The audit log, as operators look through it. */

export interface AuditRow {
  id: bigint;
  action: string;
  actor: string;
  memberId: bigint | null;
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

export function auditPage(
  { actor, action, memberId }: AuditFilter,
  beforeId: number | null,
  limit: number,
): Promise<AuditRow[]> {
  return prisma().auditLog.findMany({
    where: {
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(memberId === undefined ? {} : { memberId }),
      ...(beforeId === null ? {} : { id: { lt: beforeId } }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
}

/** What was done to or for a member by people and services, the last first. */
export function auditOf(memberId: number, beforeId: number | null, limit: number) {
  return prisma().auditLog.findMany({
    where: { memberId, ...(beforeId === null ? {} : { id: { lt: beforeId } }) },
    orderBy: { id: "desc" },
    take: limit,
  });
}

export async function memberCodes(ids: readonly bigint[]): Promise<Map<bigint, string>> {
  if (ids.length === 0) return new Map();
  const rows = await prisma().member.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, memberCode: true },
  });
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
