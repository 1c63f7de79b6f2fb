import type { InvitationState } from "../schema/referral";

/** What a referral's row says about its two sides. */
export interface ReferralState {
  /** The first order while it stands: what the invited member is rewarded for. */
  orderId: string | null;
  /** The order that the referrer holds a reward for. */
  referrerOrderId: string | null;
}

export interface ReferrerFacts {
  closed: boolean;
  /** Rewards of this month so far, this referral's own not counted. */
  rewardedThisMonth: number;
  perMonthMax: number;
}

/**
 * What the referrer's side still needs to follow the invited member's: what is held for another order
 * goes back, and a standing order is rewarded, up to so many a month.
 * Example: rewarded for o1, o1 was cancelled, o2 stands → take back o1's, reward o2.
 */
export function planReferrer(
  { orderId, referrerOrderId }: ReferralState,
  facts: ReferrerFacts,
): { takeBack: boolean; reward: boolean; refusal: "CAPPED" | "CLOSED" | null } {
  const takeBack = referrerOrderId !== null && referrerOrderId !== orderId;
  const due = orderId !== null && referrerOrderId !== orderId;
  const capped = facts.rewardedThisMonth >= facts.perMonthMax;
  const refusal = !due ? null : facts.closed ? "CLOSED" : capped ? "CAPPED" : null;
  return { takeBack, reward: due && refusal === null, refusal };
}

interface InvitedFacts extends ReferralState {
  isClosed: boolean;
  dueAt: Date | null;
  referrerRewardedAt: Date | null;
  refusal: string | null;
}

/** How far an invitation has come, for who invited. */
export function stateOfInvitation(facts: InvitedFacts): InvitationState {
  const { orderId, referrerOrderId, dueAt, refusal } = facts;
  if (referrerOrderId !== null) return "REWARDED";
  if (facts.isClosed || refusal === "MERGED") return "ENDED";
  if (orderId !== null) return refusal === "CAPPED" ? "CAPPED" : "WAITING";
  if (dueAt !== null) return "WAITING";
  return facts.referrerRewardedAt === null ? "JOINED" : "TAKEN_BACK";
}

/** The same for who was invited. */
export function stateOfInvited({
  orderId,
  dueAt,
  refusal,
}: Pick<InvitedFacts, "orderId" | "dueAt" | "refusal">): InvitationState {
  if (orderId !== null) return "REWARDED";
  if (refusal === "MERGED") return "ENDED";
  return dueAt === null ? "JOINED" : "WAITING";
}
