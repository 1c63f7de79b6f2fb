import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import {
  type Invitation,
  type InviteFault,
  invitationBy,
  rememberInvitation,
  tellInvitation,
  tooLateToInvite,
} from "../../earning/service/invite";
import {
  type Enrolment,
  enrol,
  findMember,
  lockMember,
  type Member,
} from "../../members/service/members";
import { tellRecord } from "../../members/service/told";
import { type Action, type EventAnswer, none } from "../../purchases/schema/answers";
import type { ShopEvent } from "../../purchases/schema/events";

type Registration = Extract<ShopEvent, { type: "USER_REGISTERED" }>["data"];
type Invited = Invitation | InviteFault | null;

/** Null where an order event enrolled the same customer at this very moment. */
async function enrolOrNull(work: Work, enrolment: Enrolment): Promise<Member | null> {
  try {
    return await enrol(work, enrolment);
  } catch (error) {
    if (asDomainError(error)?.domainCode !== "EXTERNAL_ID_TAKEN") throw error;
    return null;
  }
}

/**
 * Enrols, or adds to a member whom an order enrolled earlier what was not known then. An invite code
 * that can't count never fails the event: the answer says why.
 */
export async function register(work: Work, data: Registration, saidAt: Date): Promise<EventAnswer> {
  const { externalId, birthday, inviteCode } = data;
  const nickname = data.nickname || undefined;
  const known = await findMember(work.tx, { externalId });
  const invited =
    inviteCode === undefined ? null : await invitationBy(work.tx, inviteCode, externalId);
  const made = known ? null : await enrolOrNull(work, { externalId, nickname, birthday, saidAt });
  if (made) {
    const actions: Action[] = [{ action: "MEMBER_ENROLLED", memberId: made.id }];
    actions.push(...(await invite(work, made, invited, true)));
    return { actions, duplicate: false };
  }
  const member = await lockMember(work, { externalId });
  const news = {
    nickname: member.nickname === null ? nickname : undefined,
    birthday: member.birthday === null ? birthday : undefined,
  };
  const open =
    member.status !== "CLOSED" && (news.nickname !== undefined || news.birthday !== undefined);
  // What was cleared since stays so.
  if (open) await tellRecord(work, member, news, { toldAt: saidAt });
  const late = invited === null ? null : await tooLateToInvite(work, member);
  const invitation = await invite(work, member, late ?? invited, false);
  if (member.status === "CLOSED") {
    return { actions: [...none("MEMBER_CLOSED"), ...invitation], duplicate: false };
  }
  return { actions: [...none("DUPLICATE"), ...invitation], duplicate: true };
}

/** What became of the code, in the answer and for the world. */
async function invite(
  work: Work,
  member: Member,
  invited: Invited,
  isNew: boolean,
): Promise<Action[]> {
  if (invited === null) return [];
  const fault =
    typeof invited === "string"
      ? invited
      : await rememberInvitation(work, member, invited, { isNew });
  const outcome = fault ?? "REMEMBERED";
  tellInvitation(work, member, outcome);
  return [{ action: "INVITATION", outcome }];
}
