import { DomainError } from "@/platform/errors";
import { maskedPhone } from "@/platform/phone";
import { maskedContact } from "../access/rules/contact";
import { type MemberStatus, RECORD_FIELDS, type RecordField } from "./schema";

const DAY_MS = 24 * 3600 * 1000;
const LOCK_DAYS = 365;

export interface BirthdayFacts {
  birthday: string | null;
  /** When the member last changed one that was set. */
  changedAt: Date | null;
}

/**
 * A birthday is set once freely, and later changed by the member at most once in 365 days, because
 * it brings points. Example: changed on 2026-01-10 → the next change from 2027-01-10 on.
 *
 * @returns whether the lock starts now
 * @throws DomainError BIRTHDAY_LOCKED with changeableAt
 */
export function changeBirthday(facts: BirthdayFacts, next: string, now: Date): boolean {
  if (facts.birthday === null || facts.birthday === next) return false;
  const lockedUntil = birthdayLockedUntil(facts, now);
  if (lockedUntil) {
    throw new DomainError("BIRTHDAY_LOCKED", { changeableAt: lockedUntil });
  }
  return true;
}

/** When another birthday may be set; null where it may be now. */
export function birthdayLockedUntil({ birthday, changedAt }: BirthdayFacts, now: Date) {
  if (birthday === null || changedAt === null) return null;
  const changeableAt = new Date(changedAt.getTime() + LOCK_DAYS * DAY_MS);
  return now < changeableAt ? changeableAt : null;
}

/** @throws DomainError MEMBER_STATUS_INVALID unless the member may spend and join */
export function requireActive(status: MemberStatus): void {
  if (status !== "ACTIVE") throw new DomainError("MEMBER_STATUS_INVALID", { memberStatus: status });
}

/** @throws DomainError MEMBER_STATUS_INVALID for closed members: nothing happens to them any more */
export function requireNotClosed(status: MemberStatus): void {
  if (status === "CLOSED") throw new DomainError("MEMBER_STATUS_INVALID", { memberStatus: status });
}

/**
 * An act that closes or freezes somebody is about whom it names, never about who stayed of two.
 *
 * @throws DomainError MEMBER_STATUS_INVALID for closed members, and for one who was merged
 */
export function requireItself(
  member: { id: number; memberCode: string; status: MemberStatus },
  ref: Readonly<Record<string, string | number>>,
): void {
  const { memberId = member.id, memberCode = member.memberCode } = ref;
  const isAnother = memberId !== member.id || memberCode !== member.memberCode;
  requireNotClosed(isAnother ? "CLOSED" : member.status);
}

/** @throws DomainError PERMISSION_DENIED for whoever is no member */
export function selfOf(caller: { memberId: number | null }): number {
  if (caller.memberId === null) throw new DomainError("PERMISSION_DENIED");
  return caller.memberId;
}

/** `M` and twelve digits. Example: memberCode(251105000123) = "M251105000123". */
export function memberCode(number: number): string {
  return `M${String(number).padStart(12, "0")}`;
}

/** A moment to come counts as now: somebody's clock is fast. */
export function notAfter(moment: Date, now: Date): Date {
  return moment.getTime() > now.getTime() ? now : moment;
}

/**
 * A value as the audit log has it: enough to tell one from another, and nothing by which a stranger is found.
 * Examples: phone "+8613800001234" → "138****1234", nickname "林夏" → "林*", birthday "1990-05-17" → "1990-**-**".
 */
export function maskedField(field: RecordField, value: string | null): string | null {
  if (value === null) return null;
  switch (field) {
    case "nickname": {
      const [first = "", ...rest] = value;
      return rest.length === 0 ? "*" : `${first}${"*".repeat(Math.min(3, rest.length))}`;
    }
    case "phone":
      return maskedPhone(value);
    case "email":
      return maskedContact({ channel: "EMAIL", address: value });
    case "birthday":
      return `${value.slice(0, 4)}-**-**`;
  }
}

/**
 * Whether what is said replaces what is known: said later; of two things said at one moment always the same
 * one, in whatever order they come.
 */
export function isNewer(
  said: { value: string | null; at: Date },
  known: { value: string | null; at: Date | undefined },
): boolean {
  if (known.at === undefined || said.at > known.at) return true;
  return said.at.getTime() === known.at.getTime() && (said.value ?? "") > (known.value ?? "");
}

const NOTE_EDIT_MS = DAY_MS;

interface Written {
  authorId: number | null;
  createdAt: Date;
}

interface Reading {
  kind: string;
  userId: number | null;
}

const isOwn = ({ authorId }: Written, { userId }: Reading) =>
  authorId !== null && authorId === userId;

/** Null where the reader may change a note: their own, for a day. Whoever read it may have acted on it since. */
export function mayEditNote(
  note: Written,
  reader: Reading,
  now: Date,
): "NOT_OWN" | "TOO_LATE" | null {
  if (!isOwn(note, reader)) return "NOT_OWN";
  return now.getTime() - note.createdAt.getTime() > NOTE_EDIT_MS ? "TOO_LATE" : null;
}

/** One's own at any time; an admin everybody's. */
export function mayRemoveNote(note: Written, reader: Reading): boolean {
  return reader.kind === "admin" || isOwn(note, reader);
}

/** What is known of a person in one field, and since when it is proven where it is. */
interface Known {
  value: string | null;
  provenAt: Date | null;
}

type Person = { [Field in RecordField]: string | null } & {
  phoneVerifiedAt: Date | null;
  emailVerifiedAt: Date | null;
};

function knownOf(person: Person, field: RecordField): Known {
  const proven = { phone: person.phoneVerifiedAt, email: person.emailVerifiedAt };
  const provenAt = field === "phone" || field === "email" ? proven[field] : null;
  return { value: person[field], provenAt };
}

/**
 * What of two records of one person is taken from the one that goes: what the other lacks, and what is
 * proven where the other's is only said. Example: into has a phone that was typed, from the one that was
 * proven → phone.
 */
export function takenOver(from: Person, into: Person): RecordField[] {
  return RECORD_FIELDS.filter((field) => {
    const [goes, stays] = [knownOf(from, field), knownOf(into, field)];
    if (goes.value === null) return false;
    return stays.value === null || (goes.provenAt !== null && stays.provenAt === null);
  });
}
