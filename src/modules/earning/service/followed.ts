import type { Work } from "@/platform/work";
import { lockMember } from "../../members/service/members";
import { isAnothers } from "../../members/service/selves";
import { referrerOf } from "../store/referrals";
import { type InviteFault, inviteMember, tellInvitation } from "./invitation";
import type { Followed } from "./invite-link";
import { namesOf } from "./person";

/**
 * Somebody who followed an invitation and became a member afterwards, here or at the shop, comes in for the
 * first time. Who was one before did not come by it.
 */
export async function inviteFollower(
  work: Work,
  memberId: number,
  { code, at }: Pick<Followed, "code" | "at">,
): Promise<"REMEMBERED" | "MEMBER_BEFORE" | InviteFault> {
  const member = await lockMember(work, { memberId });
  if (member.joinedAt < at) return "MEMBER_BEFORE";
  const names = await namesOf(work.tx, member);
  if (await isAnothers(work.tx, member.id, names)) return "MEMBER_BEFORE";
  const outcome = await inviteMember(work, member, code, { isNew: false });
  if (outcome !== "REMEMBERED") return outcome;
  const referrerId = await referrerOf(work.tx, member.id);
  work.step("earning.inviteFollower", { invitedId: member.id, referrerId });
  tellInvitation(work, member, outcome);
  return outcome;
}
