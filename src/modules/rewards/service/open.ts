import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import { flatText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { findMember } from "../../members/service/members";
import { type Account, openAccount } from "../../points/service/account";
import { type RedemptionRow, redemptionById } from "../store/redemptions";

export interface Opened {
  account: Account;
  redemption: RedemptionRow;
}

/**
 * The redemption with its member locked: nothing else happens to it until the work ends.
 *
 * @param owner whom the caller acts for; somebody else's redemption is not there for them
 */
export async function openRedemption(
  work: Work,
  id: number,
  owner: MemberRef | null = null,
): Promise<Opened> {
  const seen = await redemptionById(work.tx, id);
  const { memberId: self } = work.caller;
  const named = owner && (await findMember(work.tx, owner));
  if (owner && !named) throw new DomainError("MEMBER_NOT_FOUND");
  const whose = named?.id ?? self ?? seen?.memberId;
  if (!seen || seen.memberId !== whose) throw new DomainError("REDEMPTION_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  const redemption = await redemptionById(work.tx, id);
  invariant(redemption, "a redemption stays");
  return { account, redemption };
}

/** What every event of one begins with. */
export function eventData(row: RedemptionRow, { member }: Account) {
  return {
    externalId: member.externalId,
    redemptionId: row.id,
    rewardId: row.rewardId,
    ...flatText("rewardName", row.rewardName),
    quantity: row.quantity,
  };
}
