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
  takeKept,
} from "../../guests/service/claim";
import { lockMember } from "../../members/service/members";
import { orderEvent } from "../../purchases/events";
import { shopEvent } from "../../purchases/schema/events";
import { takeIn } from "./take-in";

const POLL_MS = 1_000;
const CLAIMS_AT_ONCE = 20;
/** Of one claim in a turn, so that a large one holds nobody else up. */
const EVENTS_OF_CLAIM = 50;

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
    for (const key of await claimsUnderWay(reader, CLAIMS_AT_ONCE)) {
      isMore = (await this.safely(() => this.claim(key))) || isMore;
    }
    return (await this.safely(() => this.given())) || isMore;
  }

  async stop(): Promise<void> {
    this.stopping = true;
  }

  /** One that fails is looked at again later, and keeps none of the others. */
  private async safely(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (err) {
      log().warn({ err }, "a guest’s orders were not claimed");
      return false;
    }
  }

  private async claim({ keyHash, since, memberId }: KeyRow): Promise<boolean> {
    if (since === null || memberId === null) return false;
    const page = await nextOfKey(reader, keyHash, since, EVENTS_OF_CLAIM);
    if (page.length === 0) await finish(keyHash, memberId);
    return this.through(page);
  }

  private async given(): Promise<boolean> {
    return this.through(await nextGiven(reader, EVENTS_OF_CLAIM));
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

/** Refused it is gone as well, and told: nobody could do more with it later. */
async function carryOut(id: number): Promise<void> {
  const origin = () => jobOrigin(businessNow());
  try {
    await runWork(origin(), null, async (work) => {
      const taken = await takeKept(work, id);
      if (!taken) return;
      const { event, memberId } = taken;
      const answer = await takeIn(
        work,
        shopEvent.parse(JSON.parse(event.told)),
        { memberId },
        true,
      );
      const isNew = "duplicate" in answer && !answer.duplicate;
      const orders = isNew && event.kind === "ORDER_COMPLETED" ? 1 : 0;
      countCarriedOut(work, taken, { orders, refused: 0 });
    });
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal || refusal.status >= 429) throw error;
    await runWork(origin(), null, async (work) => {
      const taken = await takeKept(work, id);
      if (!taken) return;
      countCarriedOut(work, taken, { orders: 0, refused: 1 });
      await tellRefused(work, taken.event, taken.memberId, refusal);
    });
  }
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
  if (domainCode !== "REFUND_EXCEEDS_PAID" && domainCode !== "LINE_UNKNOWN") return;
  const { data }: { data: { amountMinor?: number } } = JSON.parse(told);
  const what = {
    kind: kind === "ORDER_REFUNDED" ? ("REFUND" as const) : ("RETURN" as const),
    id: reference,
    amountMinor: data.amountMinor ?? 0,
    reason: domainCode,
  };
  work.emit(orderEvent("order.parked_refused", memberId, { externalId, orderId, ...what }));
}
