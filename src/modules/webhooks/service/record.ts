import type { Tx } from "@/platform/db";
import { log } from "@/platform/log";
import { isPauseDue, nextAttemptAt } from "../rules";
import type { PauseReason } from "../schema";
import * as deliveries from "../store/deliveries";
import * as endpoints from "../store/endpoints";
import type { Attempt } from "./send";

export interface Claimed {
  due: deliveries.DueRow;
  claim: string;
  /** The endpoint had failures when the delivery was taken. */
  wasFailing: boolean;
}

/**
 * Writes down what became of an attempt. A delivery whose claim was lost meanwhile is left to whoever
 * has it now.
 */
export async function recordAttempt(tx: Tx, claimed: Claimed, attempt: Attempt): Promise<void> {
  const { due, claim } = claimed;
  const held = { id: due.id, claim };
  if (attempt.result === "STOPPED") {
    deliveries.unclaimDelivery(tx, held, new Date());
    return;
  }
  deliveries.insertAttempt(tx, due.id, { ...attempt, answer: await keptAnswer(tx, due, attempt) });
  if (attempt.result === "RECEIVED") await recordReceipt(tx, claimed, attempt);
  else await recordFailure(tx, claimed, attempt);
}

/** One that comes after its member closed may repeat what was sent before, and nobody looks for it again. */
async function keptAnswer(
  tx: Tx,
  { memberId }: deliveries.DueRow,
  { answer }: Attempt,
): Promise<string | null> {
  if (!answer || memberId === null) return answer;
  return (await deliveries.isClosed(tx, memberId)) ? null : answer;
}

function endOf({ startedAt, durationMs }: Attempt): Date {
  return new Date(startedAt.getTime() + durationMs);
}

async function recordReceipt(tx: Tx, claimed: Claimed, attempt: Attempt): Promise<void> {
  const { due, claim, wasFailing } = claimed;
  const now = endOf(attempt);
  // The endpoint's row is locked before its deliveries. The common case changes nothing of it.
  const mends = wasFailing || due.attempts > 0;
  const endpoint = mends ? await endpoints.lockEndpoint(tx, due.endpointId) : undefined;
  const held = await deliveries.finishDelivery(tx, { id: due.id, claim }, "DELIVERED", now);
  if (!held) return;
  if (due.attempts > 0) deliveries.moveLane(tx, due.endpointId, due.lane, now);
  if (!endpoint || endpoint.failures === 0) return;
  endpoint.failures = 0;
  endpoint.failingSince = null;
  endpoints.saveEndpoint(tx, endpoint);
}

async function recordFailure(tx: Tx, claimed: Claimed, attempt: Attempt): Promise<void> {
  const { due, claim } = claimed;
  const now = endOf(attempt);
  const endpoint = await endpoints.lockEndpoint(tx, due.endpointId);
  const again = nextAttemptAt(due.attempts + 1, now, Math.random());
  const held = { id: due.id, claim };
  const isHeld = again
    ? await deliveries.postponeDelivery(tx, held, again)
    : await deliveries.finishDelivery(tx, held, "FAILED", now);
  if (!isHeld) return;
  // What is behind it in its lane waits with it; given up, it holds nothing back any more.
  deliveries.moveLane(tx, due.endpointId, due.lane, again ?? now);
  if (!endpoint) return;
  endpoint.failures += 1;
  endpoint.failingSince ??= now;
  const { failures, failingSince } = endpoint;
  if (attempt.result === "GONE") pause(endpoint, "GONE", now);
  else if (isPauseDue({ failures, failingSince }, now)) pause(endpoint, "FAILING", now);
  endpoints.saveEndpoint(tx, endpoint);
}

function pause(endpoint: endpoints.EndpointRow, reason: PauseReason, now: Date): void {
  if (endpoint.status === "PAUSED") return;
  endpoint.status = "PAUSED";
  endpoint.pauseReason = reason;
  endpoint.pausedAt = now;
  const { id, failures, failingSince } = endpoint;
  log().warn({ endpoint: id, reason, failures, failingSince }, "a webhook endpoint was paused");
}
