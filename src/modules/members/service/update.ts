import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../rules";
import { type ConsentVia, consentKind, type MemberRecord, type RecordUpdate } from "../schema";
import * as store from "../store/record";
import { consentView } from "./consents";
import { isGone, lockMember, type Member, requireMember } from "./members";
import { changeRecord } from "./record";

/** GET /members/{memberId}/record. @throws DomainError MEMBER_NOT_FOUND */
export async function memberRecordOf(db: Reader, ref: MemberRef): Promise<MemberRecord> {
  return recordView(db, await requireMember(db, ref));
}

/**
 * PUT /members/{memberId}: what is named changes, what isn't stays. A shop and its operators may change a birthday
 * at any time, and say why.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), VERSION_CONFLICT, VALIDATION_FAILED (an
 * external id that is not verified, a birthday without a reason, a consent of a moment to come), EXTERNAL_ID_TAKEN,
 * PHONE_TAKEN.
 */
export async function updateMember(
  work: Work,
  { memberId, version, externalId, verified, reason, consents, ...fields }: RecordUpdate,
): Promise<MemberRecord> {
  const member = await lockMember(work, { memberId });
  requireNotClosed(member.status);
  if (version !== undefined && version !== member.recordVersion) {
    throw new DomainError("VERSION_CONFLICT", { version: member.recordVersion });
  }
  checkNamed(member, { externalId, verified, reason, birthday: fields.birthday });
  const former = member.externalId;
  const isRenamed = externalId !== undefined && externalId !== former;
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
  await changeRecord(work, member, { ...fields, consents }, how);
  return recordView(work.tx, member);
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
