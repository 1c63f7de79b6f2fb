import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { env } from "@/env";
import { guardedPost, mayBePrivate } from "@/platform/guarded-post";
import { SecretBox } from "@/platform/secret-box";
import { GONE, isReceipt } from "../rules";
import type { AttemptRow, DueRow } from "../store/deliveries";
import type { EndpointRow } from "../store/endpoints";

/** One signed message to one endpoint. Signatures and time-outs are of real time. */

function box(): SecretBox {
  return new SecretBox(env().AUTH_SECRET, "webhook endpoint secrets");
}

const SECRET_BYTES = 32;

export interface NewSecret {
  /** What the receiver verifies with; told once. */
  secret: string;
  sealed: string;
}

export function newSecret(): NewSecret {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  return { secret, sealed: box().seal(secret) };
}

export type Recipient = Pick<EndpointRow, "url" | "secret" | "previousSecret" | "previousUntil">;

/** The secrets valid now, the newest first. A replaced one is signed with until its time is over. */
function secretsOf(to: Recipient, now: Date): string[] {
  const inOverlap = to.previousUntil !== null && now < to.previousUntil;
  const sealed = [to.secret, inOverlap ? to.previousSecret : null];
  return sealed.flatMap((one) => (one === null ? [] : (box().open(one) ?? [])));
}

export interface Message {
  /** The same over all attempts, so that a receiver knows it again. */
  id: string;
  body: string;
}

/** What a delivery says. Members are called as they are called now. */
export function messageOf(due: DueRow): Message {
  const body = JSON.stringify({
    type: due.type,
    timestamp: due.occurredAt.toISOString(),
    data: {
      ...(JSON.parse(due.data) as Record<string, unknown>),
      memberId: due.memberId === null ? null : String(due.memberId),
      externalId: due.externalId,
    },
  });
  return { id: String(due.sequence), body };
}

export interface Attempt extends AttemptRow {
  result: "RECEIVED" | "REFUSED" | "GONE" | "STOPPED";
}

export interface SendOptions {
  /** Ends the attempt, as when the process stops. */
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Of the trace that the attempt is a part of. */
  traceparent?: string | undefined;
}

/**
 * Sends once and says what came of it.
 *
 * @throws Error inside a transaction
 */
export async function sendMessage(
  to: Recipient,
  { id, body }: Message,
  { traceparent, ...options }: SendOptions = {},
): Promise<Attempt> {
  const startedAt = new Date();
  const secrets = secretsOf(to, startedAt);
  const attempt = { startedAt, durationMs: 0, statusCode: null, answer: null };
  if (secrets.length === 0) return { ...attempt, error: "SECRET_UNREADABLE", result: "REFUSED" };
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, startedAt, body));
  const outcome = await guardedPost({
    url: to.url,
    headers: {
      "content-type": "application/json",
      "user-agent": "member-system",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(startedAt.getTime() / 1000)),
      "webhook-signature": signatures.join(" "),
      ...(traceparent !== undefined && { traceparent }),
    },
    body,
    allowPrivate: mayBePrivate(),
    ...options,
  });
  const durationMs = Date.now() - startedAt.getTime();
  if ("failure" in outcome) {
    const result = outcome.failure === "STOPPED" ? "STOPPED" : "REFUSED";
    return { ...attempt, durationMs, error: outcome.failure, result };
  }
  const { statusCode, answer } = outcome;
  const received = isReceipt(statusCode);
  const result = received ? "RECEIVED" : statusCode === GONE ? "GONE" : "REFUSED";
  const error = received ? null : statusCode >= 300 && statusCode < 400 ? "REDIRECT" : "STATUS";
  return { startedAt, durationMs, statusCode, error, answer, result };
}
