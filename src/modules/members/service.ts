import { randomInt } from "node:crypto";
import type { MemberRef } from "@/platform/auth";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { tellMember } from "../inbox/service";
import { changeBirthday, memberCode, requireNotClosed } from "./rules";
import type { MemberStatus, ProfileUpdate } from "./schema";
import * as store from "./store";

export type Member = store.MemberRow;
export { requireActive, requireNotClosed } from "./rules";
export { find as findMember } from "./store";

const HOT = [
  "available",
  "pending",
  "frozen",
  "owed",
  "totalEarned",
  "totalRedeemed",
  "totalExpired",
  "nextPointsEventAt",
  "spendMinor",
  "orderCount",
  "tierCode",
  "tierSince",
  "tierProtectedUntil",
  "tierKeepUntil",
  "tierFloorCode",
  "lastActiveAt",
] as const satisfies readonly (keyof Member)[];

/**
 * Locks the member's row: from here on nothing else happens to this member until the work ends. The
 * row is changed in place and written once at the end of the work.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function lockMember(work: Work, ref: MemberRef): Promise<Member> {
  const held = work.found<Member>(name(ref));
  if (held) return held;
  const member = await store.lock(work.tx, ref);
  if (!member) throw new DomainError("MEMBER_NOT_FOUND");
  return hold(work, member);
}

/**
 * Locks another member beside the one whom the act is about, without waiting: somebody may hold that
 * row and wait for ours. Null where it is not free.
 */
export async function lockMemberIfFree(work: Work, memberId: number): Promise<Member | null> {
  const held = work.found<Member>(name({ memberId }));
  if (held) return held;
  const member = await store.lockIfFree(work.tx, memberId);
  return member ? hold(work, member) : null;
}

const name = (key: MemberRef) =>
  "memberId" in key ? `member:${key.memberId}` : `member@${key.externalId}`;

function hold(work: Work, member: Member): Member {
  work.keep(name({ memberId: member.id }), member);
  if (member.externalId !== null) work.keep(name({ externalId: member.externalId }), member);
  work.subject ??= member.id;
  const before = { ...member };
  work.atEnd(() => {
    if (HOT.some((column) => before[column] !== member[column])) store.saveHot(work.tx, member);
    if (member.status !== "CLOSED") tellMember(work, member.id);
  });
  return member;
}

export interface Enrolment {
  externalId: string | null;
  nickname?: string | undefined;
  birthday?: string | undefined;
  phone?: string | undefined;
}

/** The first tier of a program: everybody starts there. */
export const FIRST_TIER = "REGISTERED";

const CODE_TRIES = 5;

/**
 * Makes a member. Member codes are drawn at random, so that one does not tell the next.
 *
 * @throws DomainError EXTERNAL_ID_TAKEN
 */
export async function enrol(work: Work, enrolment: Enrolment): Promise<Member> {
  const { externalId } = enrolment;
  for (let attempt = 1; ; attempt++) {
    try {
      const id = await store.insert(work.tx, {
        memberCode: memberCode(randomInt(1_000_000_000_000)),
        externalId,
        nickname: enrolment.nickname ?? null,
        phone: enrolment.phone ?? null,
        birthday: enrolment.birthday ?? null,
        tierCode: FIRST_TIER,
        joinedAt: work.now,
      });
      work.subject = id;
      work.emit("member.enrolled", id, { externalId });
      return await lockMember(work, { memberId: id });
    } catch (error) {
      if (isDuplicate(error, "externalId"))
        throw new DomainError("EXTERNAL_ID_TAKEN", { externalId });
      if (!isDuplicate(error, "memberCode") || attempt === CODE_TRIES) throw error;
    }
  }
}

function identityOf(member: Member) {
  const { nickname, birthday, emailConsent, smsConsent, marketingConsent } = member;
  return { nickname, birthday, emailConsent, smsConsent, marketingConsent };
}

/**
 * Changes what a member may change about themself.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), BIRTHDAY_LOCKED.
 */
export async function updateProfile(
  work: Work,
  ref: MemberRef,
  update: ProfileUpdate,
): Promise<Member> {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const before = identityOf(member);
  if (update.birthday !== undefined) {
    const facts = { birthday: member.birthday, changedAt: member.birthdayChangedAt };
    if (changeBirthday(facts, update.birthday, work.now)) member.birthdayChangedAt = work.now;
    member.birthday = update.birthday;
  }
  if (update.nickname !== undefined) member.nickname = update.nickname;
  member.emailConsent = update.preferences?.email ?? member.emailConsent;
  member.smsConsent = update.preferences?.sms ?? member.smsConsent;
  member.marketingConsent = update.preferences?.marketing ?? member.marketingConsent;
  store.saveIdentity(work.tx, member);
  work.emit("member.updated", member.id, { externalId: member.externalId });
  work.audit({
    action: "profile.update",
    memberId: member.id,
    before,
    after: identityOf(member),
  });
  return member;
}

/**
 * Freezes or unfreezes a member.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed).
 */
export async function setStatus(
  work: Work,
  ref: MemberRef,
  status: Exclude<MemberStatus, "CLOSED">,
  reason: string,
): Promise<Member> {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const before = { status: member.status };
  member.status = status;
  store.saveIdentity(work.tx, member);
  work.emit("member.updated", member.id, { externalId: member.externalId, status });
  work.audit({
    action: "members.setStatus",
    memberId: member.id,
    reason,
    before,
    after: { status },
  });
  return member;
}
