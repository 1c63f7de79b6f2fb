import { requestReturn } from "@/modules/purchases/service/returns";
import type { MemberRef } from "@/platform/auth";
import type { Work } from "@/platform/work";
import { daysAgo, type TimedAct, toldEvent } from "./acts";
import type { DemoPerson } from "./people";

/** What single shoppers of the demo have beside orders, coupons and rewards. */
export function extrasOf(tier: DemoPerson["tier"], externalId: string): TimedAct[] {
  if (tier === "gold") return goldExtras(externalId);
  return tier === "diamond" ? [onTheWayBack(externalId)] : [];
}

/** Part of the last order is to be sent back: what it earned is frozen until that is decided. */
function onTheWayBack(externalId: string): TimedAct {
  const run = (work: Work, ref: MemberRef) => {
    const request = {
      orderId: `${externalId}-8`,
      returnId: `${externalId}-b1`,
      amountMinor: 29_900,
    };
    toldEvent(work, "RETURN_REQUESTED", { externalId, ...request });
    return requestReturn(work, ref, { ...request, requestedAt: work.now });
  };
  return { at: daysAgo(2, 600), act: { kind: "do", run } };
}

/** A refund, two redemptions and two reviews, so that every kind of line is there to look at. */
function goldExtras(externalId: string): TimedAct[] {
  return [
    {
      at: daysAgo(238, 500),
      act: { kind: "refund", orderId: `${externalId}-6`, refundId: `${externalId}-r1`, yuan: 400 },
    },
    {
      at: daysAgo(94, 30),
      act: { kind: "redeem", orderId: `${externalId}-9`, points: 1500, yuan: 914 },
    },
    {
      at: daysAgo(19, 30),
      act: { kind: "redeem", orderId: `${externalId}-10`, points: 2000, yuan: 567 },
    },
    {
      at: daysAgo(38, 700),
      act: { kind: "action", event: "REVIEW", referenceId: `${externalId}-v1` },
    },
    {
      at: daysAgo(10, 700),
      act: { kind: "action", event: "REVIEW", referenceId: `${externalId}-v2` },
    },
    {
      at: daysAgo(6, 640),
      act: { kind: "action", event: "SHARE", referenceId: `${externalId}-s1` },
    },
  ];
}
