import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { eventsAfter, forgottenUpTo } from "@/platform/outbox";
import { pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { externalIdsOf } from "../store/endpoints";

export interface FeedQuery {
  after?: string | undefined;
  cursor?: string | undefined;
  types?: string | undefined;
  limit: number;
}

/**
 * Published events in their one order, from the first that the caller has not seen.
 *
 * @throws DomainError VALIDATION_FAILED where events after the caller's last are forgotten already
 */
export async function feedOf(ask: Ask, query: FeedQuery) {
  const after = Number(query.cursor ?? query.after ?? "0");
  const types = query.types === undefined ? null : [...new Set(query.types.split(","))];
  const events = await eventsAfter(ask.db, after, types, query.limit + 1);
  // Asked after the reading: what was forgotten meanwhile would be a gap that nobody sees.
  const forgotten = await forgottenUpTo(ask.db);
  if (after > 0 && after < forgotten) {
    throw new DomainError("VALIDATION_FAILED", { oldest: String(forgotten) }, [
      { path: query.cursor === undefined ? "after" : "cursor", message: `≥ ${forgotten}` },
    ]);
  }
  const { shown, nextCursor } = pageOf(events, query.limit, ({ sequence }) => sequence);
  const names = await namesOf(ask.db, shown);
  return {
    items: shown.map(({ sequence, type, occurredAt, memberId, data }) => {
      const { externalId: _, ...rest } = data;
      return {
        id: sequence,
        type,
        occurredAt,
        memberId,
        externalId: names.get(memberId) ?? null,
        data: rest,
      };
    }),
    nextCursor,
  };
}

/** As members are called now: the name an event was written with may have gone since. */
async function namesOf(db: Reader, events: readonly { memberId: number | null }[]) {
  const ids = new Set(events.flatMap(({ memberId }) => (memberId === null ? [] : [memberId])));
  const rows = ids.size === 0 ? [] : await externalIdsOf(db, [...ids]);
  return new Map<number | null, string | null>(rows.map((row) => [row.id, row.externalId]));
}
