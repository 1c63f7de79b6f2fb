import { randomInt } from "node:crypto";
import { type MemberRef, memberLane } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { forgetPerson } from "@/platform/erasure";
import { DomainError } from "@/platform/errors";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import { canonicalPhone } from "@/platform/phone";
import type { Work } from "@/platform/work";
import { tellMember } from "../../inbox/service";
import { memberEvent } from "../events";
import { changeBirthday, memberCode, notAfter, requireItself, requireNotClosed } from "../rules";
import {
  type ConsentsSaid,
  consentKind,
  type MemberStatus,
  type ProfileUpdate,
  RECORD_FIELDS,
} from "../schema";
import * as store from "../store/members";
import { formerOwner, removeParked, saveSaid } from "../store/record";
import { checkShown } from "./consents";
import { sendNotices } from "./notices";
import { changeRecord } from "./record";
import { takeParked } from "./told";

export type Member = store.MemberRow;

const plainHash = (externalId: string) => plainIdentity(`member-system:${externalId}`);

/** By which the shop's id of a closed member is still recognised. */
export function externalIdHash(db: Reader, externalId: string): Promise<string> {
  return keyedIdentity(db, plainHash(externalId));
}

async function closedIdentity(db: Reader, externalId: string) {
  return store.closedIdentity(db, [await externalIdHash(db, externalId), plainHash(externalId)]);
}

/**
 * An external id that a member had before means them still. Where only a hash is left of one, the anonymous member is
 * meant, if there is one.
 */
async function anonymousOf(db: Reader, ref: MemberRef): Promise<MemberRef | undefined> {
  if (!("externalId" in ref)) return undefined;
  const former = await formerOwner(db, ref.externalId);
  if (former) return former;
  const closed = await closedIdentity(db, ref.externalId);
  return closed && closed.memberId !== null ? { memberId: closed.memberId } : undefined;
}

/** Whether the shop deleted this customer, a member or not: nobody enrols under the id again. */
export async function isGone(db: Reader, externalId: string): Promise<boolean> {
  return (await closedIdentity(db, externalId)) !== undefined;
}

/** Whom every act on somebody who was merged is about. */
const stayingOf = ({ mergedIntoId }: Member) =>
  mergedIntoId === null ? undefined : { memberId: mergedIntoId };

/**
 * A member by one of their names; a closed one is still found by our id, the shop's and the code, but by no
 * phone any more.
 */
export async function findMember(db: Reader, ref: MemberRef): Promise<Member | undefined> {
  const found = await store.find(db, ref);
  // By our own id a merged one is shown as they are; their card means who stays.
  if (found && ("memberId" in ref || !stayingOf(found))) return found;
  const meant = found ? stayingOf(found) : await anonymousOf(db, ref);
  return meant && store.find(db, meant);
}

/** @throws DomainError MEMBER_NOT_FOUND, PHONE_AMBIGUOUS */
export async function requireMember(db: Reader, ref: MemberRef): Promise<Member> {
  return (await findMember(db, ref)) ?? notFound(db, ref);
}

/** A phone that members have and that means none of them alone is told apart from one that nobody has. */
async function notFound(db: Reader, ref: MemberRef): Promise<never> {
  const members = "phone" in ref ? await store.unclearPhones(db, ref.phone) : 0;
  throw new DomainError(members > 0 ? "PHONE_AMBIGUOUS" : "MEMBER_NOT_FOUND");
}

/**
 * Locks the member's row: from here on nothing else happens to this member until the work ends. The
 * row is changed in place and written once at the end of the work. Of one who was merged it is who stays.
 *
 * @throws DomainError MEMBER_NOT_FOUND, PHONE_AMBIGUOUS
 */
export async function lockMember(work: Work, ref: MemberRef): Promise<Member> {
  const held = work.found<Member>(memberLane(ref));
  if (held) return held;
  work.tx.enterLane(memberLane(ref));
  // A name that passed to another while its row was waited for is not seen there at once.
  const member =
    (await store.lock(work.tx, ref)) ??
    ("memberId" in ref ? undefined : await store.lock(work.tx, ref));
  const meant = member ? stayingOf(member) : await anonymousOf(work.tx, ref);
  if (meant) return work.keep(memberLane(ref), await lockMember(work, meant));
  if (!member) return notFound(work.tx, ref);
  return work.keep(memberLane(ref), hold(work, member));
}

/**
 * Locks another member beside the one whom the act is about, without waiting: somebody may hold that
 * row and wait for ours. Null where it is not free.
 */
export async function lockMemberIfFree(work: Work, memberId: number): Promise<Member | null> {
  const held = work.found<Member>(memberLane({ memberId }));
  if (held) return held;
  const member = await store.lockIfFree(work.tx, memberId);
  if (!member) return null;
  const staying = stayingOf(member);
  return staying ? lockMemberIfFree(work, staying.memberId) : hold(work, member);
}

/** Known by every name: an act that locks the same row under another holds it already. */
function hold(work: Work, member: Member): Member {
  const lane = memberLane({ memberId: member.id });
  const held = work.found<Member>(lane);
  if (held) return held;
  const { externalId, memberCode } = member;
  const names = [
    memberLane({ memberCode }),
    ...(externalId === null ? [] : [memberLane({ externalId })]),
  ];
  for (const name of [lane, ...names]) work.keep(name, member);
  work.tx.holdLane(lane, names);
  work.subject ??= member.id;
  const before = { ...member };
  work.atEnd(() => {
    if (store.HOT.some((column) => before[column] !== member[column]))
      store.saveHot(work.tx, member);
    if (member.status === "CLOSED") return;
    tellMember(work, member.id);
    sendNotices(work, member);
  });
  return member;
}

export interface Enrolment {
  externalId: string | null;
  nickname?: string | undefined;
  birthday?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  /** What they have proven to be theirs. */
  verified?: readonly ("phone" | "email")[];
  /** When what is said of them was said; default: now. */
  saidAt?: Date;
  /** Of somebody who was a member in the system before. */
  imported?: { joinedAt: Date | null };
}

/** The first tier of a program: everybody starts there. */
export const FIRST_TIER = "REGISTERED";

const CODE_TRIES = 5;
/**
 * Makes a member. Member codes are drawn at random, so that one does not tell the next.
 *
 * @throws DomainError EXTERNAL_ID_TAKEN, PHONE_TAKEN (one that members share is all of theirs)
 */
export async function enrol(work: Work, enrolment: Enrolment): Promise<Member> {
  const { externalId } = enrolment;
  await refuseShared(work, enrolment.phone);
  for (let attempt = 1; ; attempt++) {
    try {
      const id = await insertNew(work, enrolment);
      await refuseClosed(work, id, externalId);
      work.subject = id;
      work.step("members.enrol", { ...enrolment }, ["externalId", "birthday", "saidAt"]);
      const told = enrolment.imported ? { imported: true as const } : {};
      work.emit(memberEvent("member.enrolled", id, { externalId, tierCode: FIRST_TIER, ...told }));
      const member = await lockMember(work, { memberId: id });
      keepSaid(work, member, enrolment.saidAt);
      await takeParked(work, member);
      return member;
    } catch (error) {
      if (isDuplicate(error, "externalId")) throw new DomainError("EXTERNAL_ID_TAKEN");
      if (isDuplicate(error, "phoneKey")) throw new DomainError("PHONE_TAKEN");
      if (!isDuplicate(error, "memberCode") || attempt === CODE_TRIES) throw error;
    }
  }
}

function keepSaid(work: Work, member: Member, saidAt = work.now): void {
  const said = RECORD_FIELDS.filter((field) => member[field] !== null);
  saveSaid(work.tx, member.id, said, notAfter(saidAt, work.now));
}

/** A phone that several members have and that names none of them would name the new one from now on. */
async function refuseShared(work: Work, phone: string | undefined): Promise<void> {
  const key = canonicalPhone(phone ?? "");
  if (key !== null && (await store.unclearPhones(work.tx, key)) > 0) {
    throw new DomainError("PHONE_TAKEN");
  }
}

function insertNew(work: Work, enrolment: Enrolment): Promise<number> {
  const { externalId, nickname = null, birthday = null, email = null, verified = [] } = enrolment;
  const phoneKey = canonicalPhone(enrolment.phone ?? "");
  const code = work.draws.text("member code", () => memberCode(randomInt(1_000_000_000_000)));
  const phone = phoneKey ?? enrolment.phone ?? null;
  const person = { externalId, nickname, phone, phoneKey, email, birthday };
  const proven = (field: "phone" | "email") =>
    verified.includes(field) && person[field] !== null ? work.now : null;
  const since = { phoneVerifiedAt: proven("phone"), emailVerifiedAt: proven("email") };
  const joinedAt = notAfter(enrolment.imported?.joinedAt ?? work.now, work.now);
  const start = { tierCode: FIRST_TIER, joinedAt };
  return store.insert(work.tx, { ...person, ...since, ...start, memberCode: code });
}

/**
 * Remembers that somebody whom nobody enrolled is gone, so that nothing told later makes a member of
 * them. The row stands for the length of this act only: whoever enrols the same id waits for it, and
 * is refused then.
 *
 * @throws DomainError EXTERNAL_ID_TAKEN where somebody enrolled them at this very moment
 */
export async function rememberGone(work: Work, externalId: string): Promise<void> {
  try {
    const id = await insertNew(work, { externalId });
    const hash = await externalIdHash(work.tx, externalId);
    const closed = { externalIdHash: hash, memberId: null, closedAt: work.now };
    store.insertClosedIdentity(work.tx, closed);
    forgetPerson(work.tx, { memberId: id, externalId });
    removeParked(work.tx, externalId);
    await store.removeNew(work.tx, id);
  } catch (error) {
    if (!isDuplicate(error, "externalId")) throw error;
    throw new DomainError("EXTERNAL_ID_TAKEN");
  }
}

/** Looked at after the insertion, which waits for whoever is closing that member right now. */
async function refuseClosed(work: Work, id: number, externalId: string | null): Promise<void> {
  if (externalId === null) return;
  const taken = (await isGone(work.tx, externalId)) || (await formerOwner(work.tx, externalId));
  if (!taken) return;
  await store.removeNew(work.tx, id);
  throw new DomainError("EXTERNAL_ID_TAKEN");
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
  const { birthday, nickname, preferences = {}, textVersions = {} } = update;
  if (birthday !== undefined) {
    const facts = { birthday: member.birthday, changedAt: member.birthdayChangedAt };
    changeBirthday(facts, birthday, work.now);
  }
  await checkShown(work, textVersions);
  const consents: ConsentsSaid = {};
  for (const consent of consentKind.options) {
    const given = preferences[consent];
    if (given !== undefined) consents[consent] = { given, textVersion: textVersions[consent] };
  }
  const how = { via: "PAGE", action: "profile.update" } as const;
  await changeRecord(work, member, { nickname, birthday, consents }, how);
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
  requireItself(member, ref);
  const before = { status: member.status };
  member.status = status;
  store.saveIdentity(work.tx, member);
  work.emit(memberEvent("member.updated", member.id, { externalId: member.externalId, status }));
  work.audit({
    action: "members.setStatus",
    memberId: member.id,
    reason,
    before,
    after: { status },
  });
  return member;
}
