import type { Work } from "@/platform/work";
import { takeCouponsBack, withdrawCoupons } from "../../coupons/service/give";
import { firstWorth } from "../../orders/service/standing";
import type { Account } from "../../points/service/account";
import { ladderOf } from "../../tiers/service/ladder";
import type { Trigger } from "../schema";
import * as store from "../store/automations";
import * as gifts from "../store/gifts";

type Held = Awaited<ReturnType<typeof gifts.heldOf>>[number];

/**
 * After an order of a member was undone or edited: what they were given for their first order, or for a
 * tier, goes back where they have no such order, or fell below the tier by it. The member is locked;
 * coupons are locked after the order and before what everybody locks.
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
    if (!stands) await withdraw(work, gift);
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

type Gone = Pick<gifts.GiftRow, "id" | "automationId" | "issueId">;

/** That went which it was given for: nobody uses it any more, also where some of it is used or set aside. */
async function withdraw(work: Work, gift: Gone): Promise<void> {
  if (gift.issueId === null) return;
  if (await withdrawCoupons(work, gift.issueId)) gifts.saveUndone(work.tx, gift.id, work.now);
  else saveTakenBack(work, gift);
}

/** @returns whether nothing of it was used, so that it is gone */
export async function takeBack(work: Work, gift: Gone): Promise<boolean> {
  if (gift.issueId === null || !(await takeCouponsBack(work, gift.issueId, "shop"))) return false;
  saveTakenBack(work, gift);
  return true;
}

export function saveTakenBack({ tx, now }: Work, { id, automationId }: Gone): void {
  gifts.saveTakenBack(tx, id, now);
  store.giveBack(tx, automationId);
}
