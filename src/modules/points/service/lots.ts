import { cursorId, type Page, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { shownReference } from "../rules/reference";
import { entryType } from "../schema/ledger";
import { liveLotsOf } from "../store/lot-list";
import { settledMember } from "./view";

/** A member's lots that hold anything, by expiry. @throws DomainError MEMBER_NOT_FOUND */
export async function listLots(ask: Ask, input: Page & { memberId: number }) {
  const { id: memberId } = await settledMember(ask, input);
  const rows = await liveLotsOf(memberId, cursorId(input.cursor), input.limit + 1);
  const { shown, nextCursor } = pageOf(rows, input.limit, ({ id }) => id);
  const items = shown.map((row) => ({
    lotId: Number(row.id),
    original: Number(row.original),
    remaining: Number(row.remaining),
    frozen: Number(row.frozen),
    pending: !row.matured,
    availableAt: row.availableAt,
    expiresAt: row.expiresAt,
    type: row.entry ? entryType.parse(row.entry.type) : null,
    referenceType: row.entry?.referenceType ?? "",
    referenceId: row.entry ? shownReference(row.entry.referenceType, row.entry.referenceId) : "",
    createdAt: row.createdAt,
  }));
  return { items, nextCursor };
}
