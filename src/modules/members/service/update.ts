import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";
import { requireNotClosed } from "../rules";
import { type ConsentVia, consentKind, type MemberRecord, type RecordUpdate } from "../schema";
import * as store from "../store/record";
import { consentView } from "./consents";
import { isGone, lockMember, type Member, requireMember } from "./members";
import { tellOfStaff } from "./notices";
import { changeRecord } from "./record";

const READ_ANEW_MS = 3_600_000;

/**
 * GET /members/{memberId}/record. Who of the staff sees how somebody is reached is written down, once an hour.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function memberRecordOf(ask: Ask, ref: MemberRef): Promise<MemberRecord> {
  const member = await requireMember(ask.db, ref);
  const { actor, kind } = ask.caller;
  const since = new Date(Date.now() - READ_ANEW_MS);
  const { id: memberId } = member;
  if (kind !== "service" && !(await store.recordReadBy(ask.db, actor, memberId, since))) {
    await runWork(ask, null, async (work) => {
      work.audit({ action: "members.readRecord", memberId });
    });
  }
  return recordView(ask.db, member);
}

/** What a change of the record gives: all that a member has to whoever is named now, or a birthday. */
export interface Given {
  points: boolean;
  birthday: boolean;
}

/** Asked before anything is given by a change. */
export type Giving = (work: Work, member: Member, given: Given) => Promise<void>;

/**
 * PUT /members/{memberId}: what is named changes, what isn't stays. A shop and its operators may change a birthday
 * at any time, and say why. An external id is said by the shop alone: orders of every id that a member has or had are
 * theirs, so whoever of the staff gave one could collect those of others, also those that are still to come.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), VERSION_CONFLICT, VALIDATION_FAILED (an
 * external id that is not verified, a birthday without a reason, a consent of a moment to come), PERMISSION_DENIED
 * (staff, of an external id), those of `giving`, EXTERNAL_ID_TAKEN, PHONE_TAKEN.
 */
export async function updateMember(
  work: Work,
  { memberId, version, externalId, verified, reason, consents, ...fields }: RecordUpdate,
  giving: Giving,
): Promise<MemberRecord> {
  const member = await lockMember(work, { memberId });
  requireNotClosed(member.status);
  if (version !== undefined && version !== member.recordVersion) {
    throw new DomainError("VERSION_CONFLICT", { version: member.recordVersion });
  }
  checkNamed(member, { externalId, verified, reason, birthday: fields.birthday });
  const former = member.externalId;
  const isRenamed = externalId !== undefined && externalId !== former;
  if (isRenamed) requireShop(work);
  const { birthday = null } = fields;
  const given = {
    points: meansAnew(member, fields.phone, verified),
    birthday: birthday !== null && birthday !== member.birthday,
  };
  if (given.points || given.birthday) await giving(work, member, given);
  if (isRenamed) await changeExternalId(work, member, externalId);
  const via: ConsentVia = work.caller.kind === "service" ? "API" : "CONSOLE";
  const how = {
    via,
    action: "members.update",
    verified,
    reason,
    ...(isRenamed && {
      beside: { before: { externalId: former }, after: { externalId } },
    }),
  };
  const before = { ...member };
  await changeRecord(work, member, { ...fields, consents }, how);
  if (via === "CONSOLE") await tellOfStaff(work, before, member);
  return recordView(work.tx, member);
}

/**
 * Which customer of the shop somebody is, the shop itself says: a service, whose key two persons made.
 *
 * @throws DomainError PERMISSION_DENIED
 */
export function requireShop({ caller }: Work): void {
  if (caller.kind !== "operator" && caller.kind !== "admin") return;
  throw new DomainError("PERMISSION_DENIED", { field: "externalId" });
}

type Named = Pick<RecordUpdate, "externalId" | "verified" | "reason" | "birthday">;

function checkNamed(member: Member, { externalId, verified, reason, birthday }: Named): void {
  const errors = [];
  const isRenamed = externalId !== undefined && externalId !== member.externalId;
  if (isRenamed && !verified.includes("externalId")) {
    errors.push({ path: "verified", message: '["externalId"]' });
  }
  const isReborn = birthday !== undefined && birthday !== member.birthday;
  if (isReborn && member.birthday !== null && reason === undefined) {
    errors.push({ path: "reason", message: "birthday: ≠ ∅" });
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/** Whether a phone means the member that did not before. */
function meansAnew(
  { phone, phoneKey }: Member,
  next: string | null | undefined,
  verified: readonly string[],
): boolean {
  if (next === undefined || next === null) return false;
  return next !== phone || (phoneKey === null && verified.includes("phone"));
}

/** The id before means this member still: events told of late find them. */
async function changeExternalId(work: Work, member: Member, externalId: string): Promise<void> {
  const { id: memberId, externalId: former } = member;
  const owner = await store.formerOwner(work.tx, externalId);
  if ((owner && owner.memberId !== memberId) || (await isGone(work.tx, externalId))) {
    throw new DomainError("EXTERNAL_ID_TAKEN");
  }
  if (owner) store.forgetFormerId(work.tx, externalId);
  if (former !== null) store.insertFormerId(work.tx, former, memberId, work.now);
  try {
    await store.saveExternalId(work.tx, memberId, externalId);
  } catch (error) {
    if (!isDuplicate(error, "externalId")) throw error;
    throw new DomainError("EXTERNAL_ID_TAKEN");
  }
  member.externalId = externalId;
}

async function recordView(db: Reader, member: Member): Promise<MemberRecord> {
  const { id: memberId, memberCode, externalId, status, nickname, phone, email } = member;
  const [ofEmail, ofSms, ofMarketing] = await Promise.all(
    consentKind.options.map((consent) => consentView(db, member, consent)),
  );
  return {
    memberId,
    memberCode,
    externalId,
    status,
    nickname,
    phone,
    phoneVerifiedAt: member.phoneVerifiedAt,
    phoneIsShared: phone !== null && member.phoneKey === null,
    email,
    emailVerifiedAt: member.emailVerifiedAt,
    birthday: member.birthday,
    consents: { email: ofEmail, sms: ofSms, marketing: ofMarketing } as MemberRecord["consents"],
    version: member.recordVersion,
    updatedAt: member.recordChangedAt ?? member.joinedAt,
  };
}
