import { randomUUID } from "node:crypto";
import type { Loop } from "@/platform/background";
import { reader, type Tx, transaction } from "@/platform/db";
import { log } from "@/platform/log";
import { publishedUpTo } from "@/platform/outbox";
import { traceWhole } from "@/platform/tracing/spans";
import * as deliveries from "../store/deliveries";
import * as endpoints from "../store/endpoints";
import { type Claimed, recordAttempt } from "./record";
import { messageOf, type Recipient, sendMessage } from "./send";

const POLL_MS = 250;
/**
 * How many go to one endpoint at once. They are its own: no other's receiver, however slow, takes
 * any of them. With many endpoints each has fewer, so that all together stay bounded.
 */
const PER_ENDPOINT = 16;
const IN_ALL = 512;
/** Events looked at in one go. */
const SPAN = 500;
/** An endpoint with as many open deliveries gets no more until some are through. */
const OPEN_MAX = 10_000;
/** Deliveries that end within as long are followed by the next ones together. */
const GATHER_MS = 10;
/** When a delivery under way is taken for lost: well after its own time-out. */
const LOST_AFTER_MS = 30_000;
/** What is under way when the process stops has as long to come to its end. */
const STOP_WITHIN_MS = 5_000;
const TURN = { kind: "job", caller: "deliverer" } as const;

interface Dispatch {
  recipient: Recipient;
  claimed: Claimed[];
  /** Something was claimed or looked at, so there may be more. */
  moved: boolean;
}

/**
 * Delivers published events: at least once, and in order for each endpoint and member. Any number of
 * processes may do it: an endpoint's row is locked while its next deliveries are chosen, and a
 * delivery is nobody else's until it is through or taken for lost.
 */
export class Deliverer implements Loop {
  readonly name = "deliverer";
  readonly everyMs = POLL_MS;
  private readonly stopping = new AbortController();
  private readonly underWay = new Map<Promise<void>, number>();

  constructor(private readonly lostAfterMs = LOST_AFTER_MS) {}

  async turn(): Promise<boolean> {
    // What ends during this turn may have held back what the turn looked at.
    const wasBusy = this.underWay.size > 0;
    let moved = false;
    const { ids, active } = await endpoints.endpointsWithWork(reader, new Date());
    const slots = slotsOfEach(active);
    for (const endpointId of ids) {
      const free = slots - this.sendingTo(endpointId);
      if (free <= 0) continue;
      const dispatch = await this.take(endpointId, free);
      if (!dispatch) continue;
      for (const claimed of dispatch.claimed) this.launch(endpointId, dispatch.recipient, claimed);
      moved ||= dispatch.moved;
    }
    if (moved || this.underWay.size === 0) return moved || wasBusy;
    await this.nextEnd();
    return true;
  }

  private sendingTo(endpointId: number): number {
    return [...this.underWay.values()].filter((id) => id === endpointId).length;
  }

  /** Waits until one that is under way has ended, or as long as between two turns. */
  private async nextEnd(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, POLL_MS);
    });
    await Promise.race([...this.underWay.keys(), pause]);
    clearTimeout(timer);
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  }

  private take(endpointId: number, limit: number): Promise<Dispatch | null> {
    const now = new Date();
    const lostAt = new Date(now.getTime() + this.lostAfterMs);
    return transaction((tx) => takeDue(tx, { endpointId, limit, now, lostAt }), TURN);
  }

  private launch(endpointId: number, recipient: Recipient, claimed: Claimed): void {
    const sending = this.deliver(recipient, claimed)
      // Not written down: it is taken for lost, and sent again.
      .catch((err: unknown) => log().warn({ err }, "an attempt was not recorded"))
      .finally(() => this.underWay.delete(sending));
    this.underWay.set(sending, endpointId);
  }

  private deliver(recipient: Recipient, claimed: Claimed): Promise<void> {
    const { type, attempts } = claimed.due;
    const facts = { "event.type": type, attempt: attempts + 1 };
    return traceWhole("webhook delivery", "client", facts, async (mark) => {
      const options = { signal: this.stopping.signal, traceparent: mark.header };
      const attempt = await sendMessage(recipient, messageOf(claimed.due), options);
      mark.set({ result: attempt.result });
      if (attempt.statusCode !== null)
        mark.set({ "http.response.status_code": attempt.statusCode });
      if (attempt.result !== "RECEIVED") mark.fail();
      await transaction((tx) => recordAttempt(tx, claimed, attempt), TURN);
    });
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => this.stopping.abort(), STOP_WITHIN_MS);
    await Promise.all(this.underWay.keys());
    clearTimeout(timer);
  }
}

/** @param active how many endpoints are active, with something to send or not */
function slotsOfEach(active: number): number {
  return Math.max(1, Math.min(PER_ENDPOINT, Math.floor(IN_ALL / Math.max(1, active))));
}

interface ClaimRequest {
  endpointId: number;
  limit: number;
  now: Date;
  lostAt: Date;
}

/**
 * Chooses and claims what an endpoint gets next; null when somebody else is choosing, or it is not
 * active. With the endpoint's row locked, everything that was chosen or made before is committed and
 * seen by the statements below, so nothing overtakes what is before it in its lane.
 */
async function takeDue(tx: Tx, request: ClaimRequest): Promise<Dispatch | null> {
  const { endpointId, limit, now, lostAt } = request;
  const endpoint = await endpoints.takeActive(tx, endpointId);
  if (!endpoint) return null;
  let due = await deliveries.dueHeads(tx, endpointId, now, limit);
  let looked = false;
  if (due.length < limit) {
    looked = await lookAtEvents(tx, endpoint, now);
    if (looked) due = await deliveries.dueHeads(tx, endpointId, now, limit);
  }
  const claim = randomUUID();
  for (const { id } of due) deliveries.claimDelivery(tx, id, claim, lostAt);
  const wasFailing = endpoint.failures > 0;
  return {
    recipient: endpoint,
    claimed: due.map((row) => ({ due: row, claim, wasFailing })),
    moved: due.length > 0 || looked,
  };
}

/** Makes deliveries of the next published events; false when there are none, or too many wait. */
async function lookAtEvents(tx: Tx, endpoint: endpoints.EndpointRow, now: Date): Promise<boolean> {
  const published = await publishedUpTo(tx);
  if (endpoint.position >= published) return false;
  const open = await deliveries.countDeliveries(tx, endpoint.id, "WAITING", OPEN_MAX);
  if (open >= OPEN_MAX) return false;
  const span = {
    after: endpoint.position,
    upTo: Math.min(published, endpoint.position + SPAN),
  };
  deliveries.insertDeliveries(tx, endpoint, span, now);
  endpoint.position = span.upTo;
  endpoints.saveEndpoint(tx, endpoint);
  await tx.arrive();
  return true;
}
