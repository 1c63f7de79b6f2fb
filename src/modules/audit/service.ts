import type { MemberRef } from "@/platform/auth";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../members/service/members";
import type { AuditLogInput } from "./schema";
import * as store from "./store";

function json(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

/** A line of the log: who, what, why, when, and what was different before. */
function auditView(row: store.AuditRow) {
  return {
    id: row.id,
    action: row.action,
    actor: row.actor,
    reason: row.reason,
    before: json(row.before),
    after: json(row.after),
    requestId: row.requestId,
    createdAt: row.createdAt,
  };
}

/**
 * The whole log, the last first.
 *
 * @throws DomainError VALIDATION_FAILED for a cursor that no page gave out
 */
export async function auditLog(ask: Ask, { limit, cursor, ...filter }: AuditLogInput) {
  const rows = await store.auditPage(ask.db, filter, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const codes = await store.memberCodes(
    ask.db,
    shown.flatMap(({ memberId: id }) => id ?? []),
  );
  const items = shown.map((row) => {
    const { memberId } = row;
    const memberCode = memberId === null ? undefined : codes.get(memberId);
    const member = memberId !== null && memberCode ? { memberId, memberCode } : null;
    return { ...auditView(row), target: row.target, member };
  });
  return { items, nextCursor };
}

/** What was done to or for one member, the last first. @throws DomainError MEMBER_NOT_FOUND */
export async function memberAudit(ask: Ask, ref: MemberRef, page: Page) {
  const { id: memberId } = await requireMember(ask.db, ref);
  const rows = await store.auditPage(ask.db, { memberId }, cursorId(page.cursor), page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  return { items: shown.map(auditView), nextCursor };
}

/** Everybody of the shop who ever did something, and everything that was ever done. */
export async function auditChoices(ask: Ask) {
  const [actors, actions] = await Promise.all([store.actors(ask.db), store.actions(ask.db)]);
  return { actors, actions };
}
