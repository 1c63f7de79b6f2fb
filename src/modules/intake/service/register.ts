import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { inviteMember, tellInvitation } from "../../earning/service/invitation";
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
  const made = known ? null : await enrolOrNull(work, { externalId, nickname, birthday, saidAt });
  if (made) {
    const actions: Action[] = [{ action: "MEMBER_ENROLLED", memberId: made.id }];
    actions.push(...(await invite(work, made, inviteCode, true)));
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
  const invitation = await invite(work, member, inviteCode, false);
  if (member.status === "CLOSED") {
    return { actions: [...none("MEMBER_CLOSED"), ...invitation], duplicate: false };
  }
  return { actions: [...none("DUPLICATE"), ...invitation], duplicate: true };
}

/** What became of the code, in the answer and for the world. */
async function invite(
  work: Work,
  member: Member,
  inviteCode: string | undefined,
  isNew: boolean,
): Promise<Action[]> {
  if (inviteCode === undefined) return [];
  const outcome = await inviteMember(work, member, inviteCode, { isNew });
  tellInvitation(work, member, outcome);
  return [{ action: "INVITATION", outcome }];
}
