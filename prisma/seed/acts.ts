import { earnByAction } from "@/modules/earning/service/earn-action";
import { enrol } from "@/modules/members/service/members";
import { payWithPoints } from "@/modules/points/service/pay-with-points";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { ANONYMOUS, type MemberRef } from "@/platform/auth";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { memory } from "@/platform/view";
import { runWork, type Work } from "@/platform/work";
import { goodsOf } from "./goods";

/** What happens in the demo, through the same services as the doors, at its own moment. */

export const DAY_MS = 24 * 3600 * 1000;

/** Every demo starts on the same business day of the past, whatever the hour. */
export function daysAgo(days: number, minute: number): Date {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return new Date(today - days * DAY_MS + minute * 60_000);
}

const ZONE_AHEAD_MS = 8 * 3600 * 1000;

/** A minute of a business date in the demo's zone, which may be ahead of UTC's date. */
export function businessDaysAgo(days: number, minute: number): Date {
  const today = Math.floor((Date.now() + ZONE_AHEAD_MS) / DAY_MS) * DAY_MS - ZONE_AHEAD_MS;
  return new Date(today - days * DAY_MS + minute * 60_000);
}

const CALLER = { ...ANONYMOUS, actor: "demo" };

export function at<T>(now: Date, run: (work: Work) => Promise<T>): Promise<T> {
  return runWork(originAt(now), "demo", run);
}

/** As the door of a procedure writes it down, with what it would be called: so the demo can be run again. */
export function told(
  work: Work,
  act: string,
  input: object,
  rule: Parameters<Work["journal"]>[0]["rule"] = "act",
): void {
  work.journal({ act, input, rule });
}

/** An event of the shop. */
export function toldEvent(work: Work, type: string, data: object): void {
  told(work, "orders.event", { type, timestamp: work.now, data });
}

/** Asks at a moment of the story. */
export function askAt(now: Date): Ask {
  return { ...originAt(now), db: reader, ...memory(), locale: "zh-CN" };
}

const originAt = (now: Date) => ({ caller: CALLER, requestId: "demo-seed", now });

/** Refusals that only say that an earlier, interrupted run was here, or that the rules held. */
const EXPECTED = new Set([
  "EXTERNAL_ID_TAKEN",
  "DUPLICATE_REFERENCE",
  "INSUFFICIENT_POINTS",
  "DEDUCTION_LIMIT_EXCEEDED",
  "LIMIT_REACHED",
  "REFUND_EXCEEDS_PAID",
  "ALREADY_JOINED",
  "ACTIVITY_UNAVAILABLE",
  "BENEFIT_UNAVAILABLE",
  "COUPON_UNAVAILABLE",
  "OUT_OF_STOCK",
  "REWARD_UNAVAILABLE",
  "REDEMPTION_STATUS_INVALID",
  "MEMBER_STATUS_INVALID",
]);

async function tolerant(run: Promise<unknown>): Promise<void> {
  try {
    await run;
  } catch (error) {
    const code = asDomainError(error)?.domainCode;
    if (code === undefined || !EXPECTED.has(code)) throw error;
  }
}

export type Act =
  | { kind: "enrol"; nickname: string; phone: string; birthday: string | undefined }
  | { kind: "order"; orderId: string; yuan: number }
  | { kind: "refund"; orderId: string; refundId: string; yuan: number }
  | { kind: "redeem"; orderId: string; points: number; yuan: number }
  | { kind: "action"; event: "REVIEW" | "SHARE" | "CHECKIN"; referenceId: string }
  /** What a file of its own knows how to do. */
  | { kind: "do"; run: (work: Work, ref: MemberRef) => Promise<unknown> };

export interface TimedAct {
  at: Date;
  act: Act;
}

const minor = (yuan: number) => Math.round(yuan * 100);

function carryOut(work: Work, externalId: string, act: Act): Promise<unknown> {
  const ref = { externalId };
  switch (act.kind) {
    case "enrol":
      return enrol(work, { ...act, externalId });
    case "order": {
      const { orderId, yuan } = act;
      const paidAmountMinor = minor(yuan);
      const order = { orderId, paidAmountMinor, paidAt: work.now };
      const whole = { ...order, ...goodsOf(orderId, paidAmountMinor) };
      toldEvent(work, "ORDER_COMPLETED", { externalId, ...whole });
      return completeOrder(work, ref, whole);
    }
    case "refund": {
      const { orderId, refundId, yuan } = act;
      const refund = { orderId, refundId, amountMinor: minor(yuan), refundedAt: work.now };
      toldEvent(work, "ORDER_REFUNDED", { externalId, ...refund });
      return refundOrder(work, ref, { ...refund, returnId: null });
    }
    case "redeem": {
      const { orderId, points, yuan } = act;
      const payment = { orderId, points, orderAmountMinor: minor(yuan) };
      told(work, "points.use", { externalId, ...payment });
      return payWithPoints(work, ref, payment);
    }
    case "action": {
      const { event, referenceId } = act;
      told(work, "orders.earn", { externalId, event, referenceId });
      return earnByAction(work, ref, act);
    }
    case "do":
      return act.run(work, ref);
  }
}

/** Plays one customer's acts in the order of their moments; what is still to come is left out. */
export async function play(externalId: string, acts: readonly TimedAct[]): Promise<void> {
  const now = Date.now();
  const past = acts.filter(({ at: moment }) => moment.getTime() <= now);
  const sorted = past.sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { at: moment, act } of sorted) {
    await tolerant(at(moment, (work) => carryOut(work, externalId, act)));
  }
}
