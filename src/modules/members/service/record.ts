import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import { canonicalPhone } from "@/platform/phone";
import type { Work } from "@/platform/work";
import { stopNotices } from "../../sending/service/messages";
import { memberEvent } from "../events";
import { isNewer, maskedField, notAfter } from "../rules";
import { type ConsentsSaid, type ConsentVia, RECORD_FIELDS, type RecordField } from "../schema";
import { type MemberRow, saveIdentity } from "../store/members";
import * as store from "../store/record";
import { CONSENT_COLUMN, sayConsents } from "./consents";

/** What somebody says about a person; what isn't named stays. */
export type RecordChanges = { [Field in RecordField]?: string | null | undefined } & {
  consents?: ConsentsSaid | undefined;
};

export interface HowSaid {
  /** By which way we know. */
  via: ConsentVia;
  /** The audit row's. */
  action: string;
  /** When it was said: something newer stays. Default: now, and nothing is newer. */
  toldAt?: Date;
  verified?: readonly string[];
  reason?: string | undefined;
  /** What is beside the record in the same act, as the audit log has it. */
  beside?: { before: Record<string, unknown>; after: Record<string, unknown> };
}

/** What came of it: the fields that are another by now, and those that can't be what was said. */
export interface RecordOutcome {
  changed: string[];
  refused: { field: RecordField; reason: string }[];
  /** Something that was said is older than what is known. */
  outdated: boolean;
}

/**
 * Changes what is known about a person: one row, one version, one event, one audit row with every field from old
 * to new, masked. The member is locked, and open.
 *
 * Told (`toldAt`), what another member has is left out and said so; asked for, it is PHONE_TAKEN.
 *
 * @throws DomainError PHONE_TAKEN, VALIDATION_FAILED (a consent of a moment to come)
 */
export async function changeRecord(
  work: Work,
  member: MemberRow,
  changes: RecordChanges,
  how: HowSaid,
): Promise<RecordOutcome> {
  const { toldAt, verified = [], beside } = how;
  const before = { ...member };
  const outcome: RecordOutcome = { changed: [], refused: [], outdated: false };
  const said = toldAt === undefined ? null : await store.fieldsSaid(work.tx, member.id);
  const at = notAfter(toldAt ?? work.now, work.now);
  const settled: RecordField[] = [];
  for (const field of RECORD_FIELDS) {
    const value = changes[field];
    if (value === undefined) continue;
    if (said && !isNewer({ value, at }, { value: member[field], at: said.get(field) })) {
      outcome.outdated ||= value !== member[field];
      continue;
    }
    const fault = await setField(work, member, field, value, verified.includes(field));
    if (fault !== null && toldAt === undefined) throw new DomainError(fault);
    if (fault === null) settled.push(field);
    else outcome.refused.push({ field, reason: fault });
  }
  const consents = await sayConsents(work, member, changes.consents ?? {}, { via: how.via, at });
  store.saveSaid(work.tx, member.id, settled, at);
  const fields = RECORD_FIELDS.filter((field) => before[field] !== member[field]);
  outcome.changed = [
    ...fields,
    ...Object.keys(beside?.after ?? {}),
    ...consents.map((consent) => `consents.${consent}`),
  ];
  const proven = (["phoneVerifiedAt", "emailVerifiedAt", "phoneKey"] as const).filter(
    (column) => before[column] !== member[column],
  );
  if (outcome.changed.length + proven.length === 0) return outcome;
  stopUnwanted(work, before, member);
  member.recordVersion += 1;
  member.recordChangedAt = work.now;
  saveIdentity(work.tx, member);
  const { id: memberId, externalId } = member;
  const told = { externalId, changed: outcome.changed };
  const byStaff = how.via === "CONSOLE" ? { byStaff: true as const } : {};
  work.emit(memberEvent("member.updated", memberId, { ...told, ...byStaff }));
  const states = (row: MemberRow) => ({
    ...Object.fromEntries(fields.map((field) => [field, maskedField(field, row[field])])),
    ...Object.fromEntries(
      consents.map((name) => [CONSENT_COLUMN[name], row[CONSENT_COLUMN[name]]]),
    ),
    ...Object.fromEntries(
      proven.filter((column) => column !== "phoneKey").map((column) => [column, row[column]]),
    ),
  });
  work.audit({
    action: how.action,
    memberId,
    reason: how.reason ?? null,
    before: { ...states(before), ...beside?.before },
    after: { ...states(member), ...beside?.after },
  });
  return outcome;
}

/** What waits to go out to who said no since, or to an address that they had before, stays here. */
function stopUnwanted(work: Work, before: MemberRow, member: MemberRow): void {
  const { id, emailConsent, smsConsent, email, phoneKey } = member;
  if (before.emailConsent && !(emailConsent && email === before.email)) {
    stopNotices(work, id, "EMAIL");
  }
  if (before.smsConsent && !(smsConsent && phoneKey === before.phoneKey)) {
    stopNotices(work, id, "SMS");
  }
}

/** Null, or why it can't be that. */
async function setField(
  work: Work,
  member: MemberRow,
  field: RecordField,
  value: string | null,
  isProven: boolean,
): Promise<"PHONE_TAKEN" | null> {
  switch (field) {
    case "nickname":
      member.nickname = value;
      return null;
    case "birthday":
      return setBirthday(work, member, value);
    case "email":
      if (member.email !== value) member.emailVerifiedAt = null;
      member.email = value;
      if (value !== null && isProven) member.emailVerifiedAt ??= work.now;
      return null;
    case "phone":
      return setPhone(work, member, value, isProven);
  }
}

function setBirthday(work: Work, member: MemberRow, value: string | null): null {
  if (member.birthday === value) return null;
  // From one that is known to another: the member has no second change within the year.
  if (member.birthday !== null) member.birthdayChangedAt = work.now;
  member.birthday = value;
  member.birthdaySetAt = value === null ? null : work.now;
  return null;
}

/**
 * A phone means one member alone. One that several had before is theirs of whom it is proven; who is left with it
 * alone, when the others have another, is meant by it from then on.
 */
async function setPhone(
  work: Work,
  member: MemberRow,
  value: string | null,
  isProven: boolean,
): Promise<"PHONE_TAKEN" | null> {
  const former = member.phone;
  const isSame = former === value;
  if (isSame && (member.phoneKey !== null || !isProven)) {
    if (value !== null && isProven) member.phoneVerifiedAt ??= work.now;
    return null;
  }
  if (value !== null && !isProven) {
    if (await store.isUnclearElsewhere(work.tx, value, member.id)) return "PHONE_TAKEN";
  }
  try {
    await store.savePhone(work.tx, member.id, value, value);
  } catch (error) {
    if (!isDuplicate(error, "phoneKey")) throw error;
    return "PHONE_TAKEN";
  }
  member.phone = value;
  member.phoneKey = value;
  member.phoneVerifiedAt = value !== null && isProven ? work.now : null;
  if (!isSame) await clearPhone(work, former);
  return null;
}

/** A phone that one member alone is left with means them again. */
export async function clearPhone(work: Work, phone: string | null): Promise<void> {
  if (phone === null || canonicalPhone(phone) !== phone) return;
  const [alone, another] = await store.lockHoldersOf(work.tx, phone);
  if (!alone || another || alone.phoneKey !== null) return;
  await store.savePhone(work.tx, alone.id, phone, phone);
  work.audit({ action: "members.phoneCleared", memberId: alone.id });
}
