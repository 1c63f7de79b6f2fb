import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages, keptSince } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { messageOf } from "./rules";
import * as store from "./store";

export { eraseMessages, messagesOf, moveMessages } from "./store";

/**
 * Writes what a member is told of the events of this work: whoever emits an event needs not think of
 * the inbox.
 */
export function tellMember(work: Work, memberId: number): void {
  const messages = work.emitted.flatMap((event) =>
    event.memberId === memberId ? (messageOf(event) ?? []) : [],
  );
  if (messages.length > 0) store.insertMessages(work.tx, memberId, messages, work.now);
}

const UNREAD_MAX = 100;

export async function unreadOf(db: Reader, memberId: number) {
  return { unread: await store.countUnread(db, memberId, UNREAD_MAX) };
}

/** Refusals in order: NOT_FOUND (no such message of this member). */
export async function markRead(work: Work, memberId: number, messageId: number | null) {
  if (messageId !== null && !(await store.isThere(work.tx, memberId, messageId))) {
    throw new DomainError("NOT_FOUND");
  }
  await store.markRead(work.tx, memberId, messageId, work.now);
  return unreadOf(work.tx, memberId);
}

/** Forgets messages that came long ago, read or not. */
export async function pruneMessages(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_INBOX_DAYS", context.now);
  if (before === null) return { handled: 0 };
  return forgetPages(context, (limit) => store.deleteOldMessages(before, limit));
}
