import type { Work } from "@/platform/work";
import { takeCouponsBack } from "../../coupons/service/give";
import { firstWorth } from "../../orders/service/standing";
import type { Account } from "../../points/service/account";
import { ladderOf } from "../../tiers/service/ladder";
import type { Trigger } from "../schema";
import * as store from "../store/automations";
import * as gifts from "../store/gifts";

type Held = Awaited<ReturnType<typeof gifts.heldOf>>[number];

/**
 * After an order of a member was undone or edited: what they were given for their first order, or for a
 * tier, and used nothing of goes back where they have no such order, or fell below the tier by it. The
 * member is locked; coupons are locked after the order and before what everybody locks.
 */
export async function reviewGifts(work: Work, { member }: Account): Promise<void> {
  const held = await gifts.heldOf(work.tx, member.id, ["FIRST_ORDER", "TIER_REACHED"]);
  if (held.length === 0) return;
  // What the act wrote may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const fell = work.emitted.some(
    ({ type, memberId, data }) =>
      type === "tier.changed" && memberId === member.id && data.cause === "REFUND",
  );
  for (const gift of held) {
    const { trigger } = JSON.parse(gift.settings) as { trigger: Trigger };
    const stands =
      trigger.kind === "FIRST_ORDER"
        ? await hasFirst(work, gift, trigger.minimumMinor)
        : !fell || (await hasTier(work, member.tierCode, gift.occasion));
    if (!stands) await takeBack(work, gift);
  }
}

/** Whether there is a first order still; it may be another one by now. */
async function hasFirst(work: Work, gift: Held, minimumMinor: number): Promise<boolean> {
  const first = await firstWorth(work.tx, gift.memberId, 1);
  if (!first || first.paidAmountMinor - first.refundedMinor < minimumMinor) return false;
  if (first.orderId !== gift.orderId) gifts.saveOrder(work.tx, gift.id, first.orderId);
  return true;
}

async function hasTier(work: Work, current: string, occasion: string): Promise<boolean> {
  const code = occasion.split(/[:~]/)[1];
  const ladder = await ladderOf(work);
  const rankOf = (tier: string | undefined) => ladder.find((rung) => rung.code === tier)?.rank ?? 0;
  return rankOf(current) >= rankOf(code);
}

/** @returns whether nothing of it was used, so that it is gone */
export async function takeBack(
  work: Work,
  { id, automationId, issueId }: Pick<gifts.GiftRow, "id" | "automationId" | "issueId">,
): Promise<boolean> {
  if (issueId === null || !(await takeCouponsBack(work, issueId, "shop"))) return false;
  gifts.saveTakenBack(work.tx, id, work.now);
  store.giveBack(work.tx, automationId);
  return true;
}
