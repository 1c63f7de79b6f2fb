import type { Reader } from "@/platform/db";
import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { stopNotices } from "../../sending/service/messages";
import { takenOver } from "../rules";
import { consentKind, type MergeFault, type RecordField } from "../schema";
import { newestChange } from "../store/consents";
import * as members from "../store/members";
import * as store from "../store/merge";
import { eraseRecord, saveExternalId } from "../store/record";
import { CONSENT_COLUMN } from "./consents";
import type { Member } from "./members";
import { clearPhone } from "./record";

/** Two memberships of one person: the one that goes and the one that stays. */
export interface Pair {
  from: Member;
  into: Member;
}

export { mergedFrom } from "../store/merge";

/** What of the two rows keeps them apart, whatever they did. */
export function faultsOfMembers({ from, into }: Pair): MergeFault[] {
  const faults: MergeFault[] = [];
  const says = (reason: MergeFault["reason"], about: string | null = null) =>
    faults.push({ reason, about });
  if (from.id === into.id) says("SAME_MEMBER");
  for (const { status, memberCode } of [from, into]) {
    if (status === "CLOSED") says("MEMBER_CLOSED", memberCode);
    if (status === "FROZEN") says("MEMBER_FROZEN", memberCode);
  }
  return faults;
}

export function countOfMember(db: Reader, memberId: number): Promise<store.MemberRows> {
  return store.countRows(db, memberId);
}

/** What of the record goes over; see takenOver. */
export function fieldsTaken({ from, into }: Pair): RecordField[] {
  return takenOver(from, into);
}

/**
 * The person: what the one who stays lacks is taken over, the shop's ids of the one who goes mean the other
 * from now on, and so do card and code. The one who goes is closed, without anything of the person left.
 *
 * @returns what of the record was taken over
 */
export async function mergePersons(work: Work, { from, into }: Pair): Promise<RecordField[]> {
  const { tx } = work;
  const before = { ...from };
  const phoneBefore = into.phone;
  const taken = takenOver(from, into);
  await takeIds(work, { from, into });
  store.moveSaid(tx, from.id, into.id, taken);
  store.moveConsents(tx, from.id, into.id);
  store.moveNotes(tx, from.id, into.id);
  store.moveCardUses(tx, from.id, into.id);
  for (const field of taken) into[field] = from[field];
  takeProofs({ from, into }, taken);
  takeBirthday({ from, into }, taken);
  into.recordVersion += 1;
  into.recordChangedAt = work.now;
  close(work, { from, into });
  await takeConsents(work, into);
  members.saveIdentity(tx, into);
  await clearPhone(work, before.phone);
  if (phoneBefore !== into.phone) await clearPhone(work, phoneBefore);
  return taken;
}

/** The shop's ids; one that the other lacks becomes theirs, every other one means them as a former one does. */
async function takeIds(work: Work, { from, into }: Pair): Promise<void> {
  const { externalId } = from;
  members.eraseExternalId(work.tx, from.id);
  const isTaken = into.externalId === null && externalId !== null;
  const known = isTaken ? { id: from.id, externalId: null } : from;
  store.moveFormerIds(work.tx, known, into.id, work.now);
  from.externalId = null;
  if (!isTaken) return;
  into.externalId = externalId;
  await saveExternalId(work.tx, into.id, externalId);
}

function takeProofs({ from, into }: Pair, taken: readonly RecordField[]): void {
  if (taken.includes("email")) into.emailVerifiedAt = from.emailVerifiedAt;
  if (!taken.includes("phone")) return;
  into.phoneVerifiedAt = from.phoneVerifiedAt;
  into.phoneKey = from.phoneKey;
}

/** Of two birthdays the later change counts: nobody has two of them in a year. */
function takeBirthday({ from, into }: Pair, taken: readonly RecordField[]): void {
  if (taken.includes("birthday")) into.birthdaySetAt = from.birthdaySetAt;
  const changes = [from.birthdayChangedAt, into.birthdayChangedAt].filter((at) => at !== null);
  into.birthdayChangedAt = changes.sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
}

/** What was said last holds, whichever membership it was said under. */
async function takeConsents(work: Work, into: Member): Promise<void> {
  for (const consent of consentKind.options) {
    const newest = await newestChange(work.tx, into.id, consent);
    const column = CONSENT_COLUMN[consent];
    if (!newest || newest.given === into[column]) continue;
    into[column] = newest.given;
    if (newest.given) continue;
    if (consent === "email") stopNotices(work, into.id, "EMAIL");
    if (consent === "sms") stopNotices(work, into.id, "SMS");
  }
}

function close(work: Work, { from, into }: Pair): void {
  invariant(from.status !== "CLOSED", "somebody who goes was there");
  Object.assign(from, NOBODY, { status: "CLOSED", closedAt: work.now, mergedIntoId: into.id });
  members.saveIdentity(work.tx, from);
  eraseRecord(work.tx, from.id);
  store.savePointer(work.tx, from.id, into.id);
}

const NOBODY = {
  nickname: null,
  phone: null,
  phoneKey: null,
  phoneVerifiedAt: null,
  email: null,
  emailVerifiedAt: null,
  birthday: null,
  birthdayChangedAt: null,
  birthdaySetAt: null,
  emailConsent: false,
  smsConsent: false,
  marketingConsent: false,
  recordChangedAt: null,
  tierProtectedUntil: null,
  tierKeepUntil: null,
  tierFloorCode: null,
} as const;
