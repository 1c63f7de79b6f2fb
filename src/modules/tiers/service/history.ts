import type { MemberRef } from "@/platform/auth";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { selvesOf } from "../../members/service/selves";
import { rungOf } from "../rules/ladder";
import { rungName } from "../schema";
import { changesOf } from "../store/tiers";
import { ladderOf } from "./ladder";

export { reachedIn } from "../store/reached";
export { tierAppendOnly } from "../store/tiers";

/** What each tier is called by whoever asks. */
export async function tierNames(ask: Ask) {
  const ladder = await ladderOf(ask);
  return (code: string) => {
    const rung = rungOf(ladder, code);
    // A tier that was removed has no name any more, and is not called by its successor's.
    return { code, name: rung.code === code ? rungName(rung, ask.locale) : code };
  };
}

/** Every change of a member's tier, whichever of their memberships it was, the last first. @throws DomainError MEMBER_NOT_FOUND */
export async function listTierChanges(
  ask: Ask,
  ref: MemberRef,
  page: { limit: number; cursor?: string | undefined },
) {
  const { id } = await requireMember(ask.db, ref);
  const ids = await selvesOf(ask.db, id);
  const named = await tierNames(ask);
  const rows = await changesOf(ask.db, ids, { id: cursorId(page.cursor) }, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const items = shown.map((row) => ({
    id: row.id,
    from: row.fromCode === null ? null : named(row.fromCode),
    to: named(row.toCode),
    cause: row.cause,
    actor: row.actor,
    reason: row.reason,
    qualifyingMinor: row.qualifyingMinor,
    programVersion: row.programVersionId,
    createdAt: row.createdAt,
  }));
  return { items, nextCursor };
}
