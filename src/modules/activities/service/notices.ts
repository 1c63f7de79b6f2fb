import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import * as store from "../store/notices";

/** What operators are told of activities, and which of it each of them has read. */
export async function listNotices(
  ask: Ask,
  query: { unread: boolean; limit: number; cursor?: string | undefined },
) {
  const rows = await store.noticesOf(ask.db, ask.caller.userId, {
    before: cursorId(query.cursor),
    unreadOnly: query.unread,
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
  const items = shown.map(({ id, title, pct, isRead, ...notice }) => ({
    ...notice,
    noticeId: id,
    title: textIn(title, ask.locale),
    reachedPct: pct,
    read: isRead,
  }));
  return { items, nextCursor };
}

/** The reader has read these; what they had read already, or what there is not, changes nothing. */
export async function readNotices(work: Work, noticeIds: readonly number[]) {
  const { userId } = work.caller;
  if (userId === null) throw new DomainError("PERMISSION_DENIED");
  const unread = await store.lockUnread(work.tx, userId, noticeIds);
  const rows = unread.map(({ id }) => ({ noticeId: id, userId, readAt: work.now }));
  store.insertRead(work.tx, rows);
  return { read: rows.length };
}
