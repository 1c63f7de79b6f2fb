import type { MemberRef } from "@/platform/auth";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { shownReference } from "../rules/reference";
import { liveLotsOf } from "../store/lot-list";
import { settledMember } from "./view";

/** A member's lots that hold anything, by expiry. @throws DomainError MEMBER_NOT_FOUND */
export async function listLots(ask: Ask, ref: MemberRef, page: Page) {
  const { id: memberId } = await settledMember(ask, ref);
  const rows = await liveLotsOf(ask.db, memberId, cursorId(page.cursor), page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const items = shown.map((row) => ({
    lotId: row.id,
    original: row.original,
    remaining: row.remaining,
    frozen: row.frozen,
    pending: !row.matured,
    availableAt: row.availableAt,
    expiresAt: row.expiresAt,
    type: row.type,
    referenceType: row.referenceType ?? "",
    referenceId: shownReference(row.referenceType ?? "", row.referenceId ?? ""),
    createdAt: row.createdAt,
  }));
  return { items, nextCursor };
}
