import type { Reader } from "@/platform/db";
import { transaction } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { JobContext, JobResult } from "@/platform/jobs";
import { publishedUpTo } from "@/platform/outbox";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { DeliveryStatus } from "../schema";
import * as store from "../store/deliveries";
import { firstSequenceSince, saveEndpoint } from "../store/endpoints";
import { requireEndpoint } from "./endpoints";
import { messageOf } from "./send";

export interface DeliveriesQuery {
  endpointId: number;
  status?: DeliveryStatus | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Deliveries of an endpoint, the newest event first. */
export async function listDeliveries(ask: Ask, query: DeliveriesQuery) {
  const criteria = {
    endpointId: query.endpointId,
    status: query.status ?? null,
    before: cursorId(query.cursor),
  };
  const rows = await store.deliveriesBefore(ask.db, criteria, query.limit + 1);
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ sequence }) => sequence);
  return {
    items: shown.map((row) => ({
      deliveryId: row.id,
      eventId: row.sequence,
      type: row.type,
      memberId: row.lane === 0 ? null : row.lane,
      status: row.status,
      attempts: row.attempts,
      nextAttemptAt: row.status === "WAITING" ? row.nextAttemptAt : null,
      statusCode: row.statusCode,
      error: row.error,
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
    })),
    nextCursor,
  };
}

const ATTEMPTS_SHOWN = 50;

/** @throws DomainError NOT_FOUND */
export async function viewDelivery(db: Reader, deliveryId: number) {
  const [due, attempts] = await Promise.all([
    store.deliveryWithEvent(db, deliveryId),
    store.attemptsOf(db, deliveryId, ATTEMPTS_SHOWN),
  ]);
  if (!due) throw new DomainError("NOT_FOUND");
  return {
    body: messageOf(due).body,
    attempts,
  };
}

/**
 * Sends one delivery again, with all its attempts before it; one that waits is due at once. In its
 * lane it still waits for those before it, and all wait while the endpoint is paused.
 *
 * Refusals in order: NOT_FOUND.
 */
export async function resendDelivery(work: Work, deliveryId: number) {
  const found = await store.deliveryWithEvent(work.tx, deliveryId);
  if (!found) throw new DomainError("NOT_FOUND");
  // The endpoint before its deliveries: the order of all locks here.
  await requireEndpoint(work, found.endpointId);
  const row = await store.lockDelivery(work.tx, deliveryId);
  if (!row) throw new DomainError("NOT_FOUND");
  // One that is just being sent is let be.
  const isUnderWay = row.claim !== null && row.nextAttemptAt > new Date();
  if (!isUnderWay) store.resendDelivery(work.tx, deliveryId, new Date());
  work.audit({
    action: "webhooks.resend",
    memberId: found.memberId,
    target: `webhook:${found.endpointId}`,
    after: { eventId: String(found.sequence), status: row.status },
  });
  return { deliveryId, status: "WAITING" as const };
}

/**
 * Sends everything since a moment once more, in order: the endpoint's position goes back, and what it
 * passes again is delivered again. Goes forward by itself, page by page.
 *
 * Refusals in order: NOT_FOUND.
 */
export async function resendSince(work: Work, endpointId: number, since: Date) {
  const endpoint = await requireEndpoint(work, endpointId);
  const first = await firstSequenceSince(work.tx, since);
  const back = Math.min(endpoint.position, first === null ? Number.MAX_SAFE_INTEGER : first - 1);
  const events = (await publishedUpTo(work.tx)) - back;
  endpoint.position = back;
  store.dropWaitingAfter(work.tx, endpointId, back);
  saveEndpoint(work.tx, endpoint);
  work.audit({
    action: "webhooks.resendSince",
    target: `webhook:${endpointId}`,
    after: { since, events },
  });
  return { events };
}

const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;
const PAGE = 1_000;

/** Forgets attempts, and deliveries that are through, thirty days after. */
export async function pruneDeliveries({ stopping }: JobContext): Promise<JobResult> {
  const before = new Date(Date.now() - KEPT_DAYS * DAY_MS);
  let handled = 0;
  for (const prune of [store.pruneAttempts, store.pruneDeliveries]) {
    for (;;) {
      const gone = await transaction((tx) => prune(tx, before, PAGE));
      handled += gone;
      if (gone < PAGE || stopping()) break;
    }
  }
  return { handled };
}
