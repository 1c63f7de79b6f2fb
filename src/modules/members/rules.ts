import { DomainError } from "@/platform/errors";
import type { MemberStatus } from "./schema";

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

/** `M` and twelve digits. Example: memberCode(251105000123) = "M251105000123". */
export function memberCode(number: number): string {
  return `M${String(number).padStart(12, "0")}`;
}
