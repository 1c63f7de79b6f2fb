import { createHash, randomUUID } from "node:crypto";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { isPostAllowed, leadsInside, mayBePrivate } from "@/platform/guarded-post";
import { publishedUpTo } from "@/platform/outbox";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { storedTypes, typesOf } from "../rules";
import { type NewEndpoint, URL_LENGTH_MAX } from "../schema";
import * as deliveries from "../store/deliveries";
import * as store from "../store/endpoints";
import { type Attempt, newSecret, sendMessage } from "./send";

/** Where events go. All of it is of real time, like everything about signatures. */

const COUNTED_MAX = 10_000;
const HOUR_MS = 3_600_000;

async function viewOf(db: Reader, row: store.EndpointRow, published: number) {
  const [waiting, failed] = await Promise.all([
    deliveries.countDeliveries(db, row.id, "WAITING", COUNTED_MAX),
    deliveries.countDeliveries(db, row.id, "FAILED", COUNTED_MAX),
  ]);
  const inOverlap = row.previousUntil !== null && row.previousUntil > new Date();
  return {
    endpointId: row.id,
    url: row.url,
    description: row.description,
    eventTypes: typesOf(row.types),
    status: row.status,
    pauseReason: row.pauseReason,
    pausedAt: row.pausedAt,
    failures: row.failures,
    failingSince: row.failingSince,
    oldSecretUntil: inOverlap ? row.previousUntil : null,
    behind: Math.max(0, published - row.position),
    waiting,
    failed,
    createdAt: row.createdAt,
  };
}

export async function listEndpoints(
  ask: Ask,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const before = cursorId(cursor);
  const [rows, published] = await Promise.all([
    store.endpointsBefore(ask.db, before, limit + 1),
    publishedUpTo(ask.db),
  ]);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  return {
    items: await Promise.all(shown.map((row) => viewOf(ask.db, row, published))),
    nextCursor,
  };
}

/** @throws DomainError NOT_FOUND */
export async function viewEndpoint(db: Reader, endpointId: number) {
  const row = await store.endpointById(db, endpointId);
  if (!row) throw new DomainError("NOT_FOUND");
  return viewOf(db, row, await publishedUpTo(db));
}

/** @throws DomainError NOT_FOUND */
export async function requireEndpoint(work: Work, endpointId: number): Promise<store.EndpointRow> {
  const row = await store.lockEndpoint(work.tx, endpointId);
  if (!row) throw new DomainError("NOT_FOUND");
  return row;
}

function refuseUrl(message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "url", message }]);
}

export interface Looked {
  /** The name is known, and leads to an address that is not public. */
  isInside: boolean;
}

/** What can be found out about an address that somebody typed; before the transaction. */
export async function lookAt({ url }: Pick<NewEndpoint, "url">): Promise<Looked> {
  const { hostname } = new URL(url);
  return { isInside: !mayBePrivate() && (await leadsInside(hostname)) };
}

/**
 * An address that may be sent to. Somebody who typed a private one is told at once; what counts is
 * the check at every connection. A name that is not known yet may become so.
 *
 * @throws DomainError VALIDATION_FAILED
 */
function allowedUrl(text: string, { isInside }: Looked): string {
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") refuseUrl("no name or password in it");
  url.hash = "";
  if (url.href.length > URL_LENGTH_MAX) refuseUrl(`≤ ${URL_LENGTH_MAX}`);
  if (isInside || !isPostAllowed(url, mayBePrivate())) refuseUrl("https, and a public address");
  return url.href;
}

/**
 * An address as the audit log has it: many receivers know who sends by a token in the path or the question, and
 * more people read the log than see addresses. Whether it is another by now is told all the same.
 * Example: "https://hooks.shop.cn/in?token=3xY…" → "https://hooks.shop.cn/… (5b2c9f01)".
 */
function auditedUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  if (pathname === "/" && search === "") return origin;
  const mark = createHash("sha256").update(`${pathname}${search}`).digest("hex").slice(0, 8);
  return `${origin}/… (${mark})`;
}

function auditView(row: Pick<store.EndpointRow, "url" | "description" | "types">) {
  return { url: auditedUrl(row.url), description: row.description, eventTypes: typesOf(row.types) };
}

function audit(work: Work, action: string, endpointId: number, change = {}): void {
  work.audit({ action: `webhooks.${action}`, target: `webhook:${endpointId}`, ...change });
}

/** Makes an endpoint for what happens from now on. Its secret is told this once. */
export async function createEndpoint(work: Work, input: NewEndpoint, looked: Looked) {
  const { secret, sealed } = newSecret();
  const row = {
    url: allowedUrl(input.url, looked),
    description: input.description ?? null,
    types: storedTypes(input.eventTypes),
    secret: sealed,
    position: await publishedUpTo(work.tx),
    createdBy: work.actor,
    createdAt: new Date(),
  };
  const id = await store.insertEndpoint(work.tx, row);
  audit(work, "create", id, { after: auditView(row) });
  return { endpointId: id, secret };
}

/** Refusals in order: NOT_FOUND, VALIDATION_FAILED. */
export async function updateEndpoint(
  work: Work,
  endpointId: number,
  input: NewEndpoint,
  looked: Looked,
) {
  const row = await requireEndpoint(work, endpointId);
  const before = auditView(row);
  if (input.url !== row.url) row.url = allowedUrl(input.url, looked);
  row.description = input.description ?? null;
  row.types = storedTypes(input.eventTypes);
  await save(work, row);
  audit(work, "update", endpointId, { before, after: auditView(row) });
  return viewEndpoint(work.tx, endpointId);
}

async function save(work: Work, row: store.EndpointRow): Promise<void> {
  store.saveEndpoint(work.tx, row);
  await work.tx.arrive();
}

/** Nothing is sent while it is paused, and nothing is lost. */
export async function pauseEndpoint(work: Work, endpointId: number) {
  const row = await requireEndpoint(work, endpointId);
  const before = { status: row.status, pauseReason: row.pauseReason };
  row.status = "PAUSED";
  row.pauseReason = "BY_HAND";
  row.pausedAt = new Date();
  await save(work, row);
  audit(work, "pause", endpointId, { before, after: { status: row.status } });
  return viewEndpoint(work.tx, endpointId);
}

/** Goes on where it stopped, with what waits due at once. */
export async function resumeEndpoint(work: Work, endpointId: number) {
  const row = await requireEndpoint(work, endpointId);
  const before = { status: row.status, pauseReason: row.pauseReason };
  Object.assign(row, { status: "ACTIVE", pauseReason: null, pausedAt: null });
  Object.assign(row, { failures: 0, failingSince: null });
  deliveries.hurryDeliveries(work.tx, endpointId, new Date());
  await save(work, row);
  audit(work, "resume", endpointId, { before, after: { status: row.status } });
  return viewEndpoint(work.tx, endpointId);
}

export async function removeEndpoint(work: Work, endpointId: number) {
  const row = await requireEndpoint(work, endpointId);
  store.removeEndpoint(work.tx, endpointId, new Date());
  audit(work, "remove", endpointId, { before: auditView(row) });
  return { endpointId };
}

/**
 * Makes a new secret. The one before is signed with as well until the overlap is over, so that the
 * receiver may change over in its own time; one that was still overlapping ends at once.
 */
export async function rotateSecret(work: Work, endpointId: number, overlapHours: number) {
  const row = await requireEndpoint(work, endpointId);
  const { secret, sealed } = newSecret();
  row.previousSecret = overlapHours === 0 ? null : row.secret;
  row.previousUntil = overlapHours === 0 ? null : new Date(Date.now() + overlapHours * HOUR_MS);
  row.secret = sealed;
  await save(work, row);
  audit(work, "rotate", endpointId, { after: { oldSecretUntil: row.previousUntil } });
  return { endpointId, secret };
}

/**
 * Sends a message of no consequence, paused or not; before the transaction, since an answer may take
 * its time. Null where there is no such endpoint.
 */
export async function sendPing(ask: Ask, endpointId: number): Promise<Attempt | null> {
  const row = await store.endpointById(ask.db, endpointId);
  if (!row) return null;
  const body = JSON.stringify({
    type: "webhook.ping",
    timestamp: new Date().toISOString(),
    data: { endpointId: String(endpointId) },
  });
  return sendMessage(row, { id: `ping_${randomUUID()}`, body });
}

/** Says what came back. */
export async function pingEndpoint(work: Work, endpointId: number, attempt: Attempt | null) {
  if (!attempt) throw new DomainError("NOT_FOUND");
  const { startedAt, durationMs, statusCode, error, answer } = attempt;
  audit(work, "ping", endpointId, { after: { statusCode, error } });
  const delivered = attempt.result === "RECEIVED";
  const shown = { durationMs, statusCode, error, answer };
  return { ...shown, startedAt, delivered };
}
