import type { Loop } from "@/platform/background";
import { businessNow } from "@/platform/clock";
import { reader } from "@/platform/db";
import { asDomainError, type DomainError } from "@/platform/errors";
import { jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { runWork, type Work } from "@/platform/work";
import {
  claimsUnderWay,
  countCarriedOut,
  finishClaim,
  type GuestEventRow,
  type KeyRow,
  nextGiven,
  nextOfKey,
  putOffClaim,
  putOffEvent,
  takeKept,
} from "../../guests/service/claim";
import { lockMember } from "../../members/service/members";
import { orderEvent } from "../../purchases/events";
import { parkedFault } from "../../purchases/schema/answers";
import { keptEvent } from "./guests";
import { takeIn } from "./take-in";

const POLL_MS = 1_000;
const CLAIMS_AT_ONCE = 20;
/** Of one claim in a turn, so that a large one holds nobody else up. */
const EVENTS_OF_CLAIM = 50;
/** What could not be carried out is tried again after so long; meanwhile it stands in nobody's way. */
const RETRY_MS = 30_000;
/** Where too much was going on; that is over soon. */
const RETRY_BUSY_MS = 1_000;

/**
 * Carries out what was kept of guests whose address somebody proved, in the order in which it happened: each
 * event in a transaction of its own, as if it came now. By any number of processes: an event is taken under
 * its own lock, for good with what it does.
 */
export class GuestClaims implements Loop {
  readonly name = "guest claims";
  readonly everyMs = POLL_MS;
  private stopping = false;

  /** True when there is more to do at once. */
  async turn(): Promise<boolean> {
    let isMore = false;
    for (const key of await claimsUnderWay(reader, new Date(), CLAIMS_AT_ONCE)) {
      const putOff = (until: Date) => putOffClaim(key.keyHash, until);
      isMore = (await this.safely(() => this.claim(key), putOff)) || isMore;
    }
    return (await this.given()) || isMore;
  }

  async stop(): Promise<void> {
    this.stopping = true;
  }

  /** One that fails is put off, and keeps none of the others. */
  private async safely(
    work: () => Promise<boolean>,
    putOff: (until: Date) => Promise<void>,
  ): Promise<boolean> {
    try {
      return await work();
    } catch (err) {
      log().warn({ err }, "a guest’s orders were not claimed");
      const waitMs = asDomainError(err)?.status === 503 ? RETRY_BUSY_MS : RETRY_MS;
      await putOff(new Date(Date.now() + waitMs));
      return false;
    }
  }

  private async claim({ keyHash, since, memberId }: KeyRow): Promise<boolean> {
    if (since === null || memberId === null) return false;
    const page = await nextOfKey(reader, keyHash, since, EVENTS_OF_CLAIM);
    if (page.length === 0) await finish(keyHash, memberId);
    return this.through(page);
  }

  /** Of each member as they happened: where one fails, what is behind it waits too. */
  private async given(): Promise<boolean> {
    const page = await nextGiven(reader, new Date(), EVENTS_OF_CLAIM);
    const failed = new Set<number>();
    for (const { id, memberId } of page) {
      if (failed.has(memberId)) continue;
      const putOff = (until: Date) => putOffEvent(id, until);
      const isDone = await this.safely(() => this.through([{ id }]), putOff);
      if (this.stopping) return false;
      if (!isDone) failed.add(memberId);
    }
    return page.length > 0;
  }

  /** One after the other, as they happened. Whoever looks at the same page waits for each, and passes none. */
  private async through(page: readonly { id: number }[]): Promise<boolean> {
    for (const { id } of page) {
      if (this.stopping) return false;
      await carryOut(id);
    }
    return page.length > 0;
  }
}

async function finish(keyHash: string, memberId: number): Promise<void> {
  await runWork(jobOrigin(businessNow()), null, async (work) => {
    const { externalId } = await lockMember(work, { memberId });
    await finishClaim(work, keyHash, externalId);
  });
}

/** What was kept of a guest, as if it came now. */
export async function takeInKept(work: Work, id: number): Promise<void> {
  const taken = await takeKept(work, id);
  if (!taken) return;
  const { event, memberId } = taken;
  const answer = await takeIn(work, await keptEvent(work, event.told), { memberId }, true);
  const isNew = "duplicate" in answer && !answer.duplicate;
  const orders = isNew && event.kind === "ORDER_COMPLETED" ? 1 : 0;
  countCarriedOut(work, taken, { orders, refused: 0 });
}

/** Refused it is gone as well, and told: nobody could do more with it later. */
async function carryOut(id: number): Promise<void> {
  const origin = () => jobOrigin(businessNow());
  try {
    await runWork(origin(), null, (work) => takeInKept(work, id));
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal || refusal.status >= 429) throw error;
    await runWork(origin(), null, (work) => refuseKept(work, id, refusal));
  }
}

export async function refuseKept(work: Work, id: number, refusal: DomainError): Promise<void> {
  const taken = await takeKept(work, id, "guests.refuse");
  if (!taken) return;
  countCarriedOut(work, taken, { orders: 0, refused: 1 });
  await tellRefused(work, taken.event, taken.memberId, refusal);
}

async function tellRefused(
  work: Work,
  event: GuestEventRow,
  memberId: number,
  { domainCode, facts }: DomainError,
): Promise<void> {
  const { kind, orderId, reference, told } = event;
  const { externalId } = await lockMember(work, { memberId });
  work.audit({
    action: "guests.refused",
    memberId,
    target: `order:${orderId}`,
    after: { kind, reference, refusal: domainCode, ...facts },
  });
  const reason = parkedFault.safeParse(domainCode).data;
  if (reason === undefined) return;
  const what = { ...whatOf(kind, reference, JSON.parse(told)), reason };
  work.emit(orderEvent("order.parked_refused", memberId, { externalId, orderId, ...what }));
}

interface Told {
  data: { amountMinor?: number; paidAmountMinor?: number; version?: number };
}

/** What was refused, as it is told. */
function whatOf(kind: GuestEventRow["kind"], id: string, { data }: Told) {
  const { amountMinor = 0, paidAmountMinor = 0, version } = data;
  if (kind === "ORDER_CHANGED") {
    return { kind: "CHANGE" as const, id: String(version), amountMinor: paidAmountMinor };
  }
  const isRefund = kind === "ORDER_REFUNDED";
  return { kind: isRefund ? ("REFUND" as const) : ("RETURN" as const), id, amountMinor };
}
