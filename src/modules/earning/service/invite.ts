import { randomInt } from "node:crypto";
import type { z } from "zod";
import type { MemberRef } from "@/platform/auth";
import { type Reader, reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import type { JobContext, JobResult } from "@/platform/jobs";
import { INVITE_CODE } from "@/platform/journal/draws";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember, type Member, requireMember } from "../../members/service/members";
import { programOf } from "../../program/service";
import { earningEvent } from "../events";
import { CODE_ALPHABET, CODE_LENGTH, isSamePerson, normalCode, personOf } from "../rules/invite";
import type { invitationOutcome } from "../schema/referral";
import * as store from "../store/referrals";

/** Inviting others: codes, and who came by whose. */

const CODE_TRIES = 5;

function drawCode(): string {
  const letters = Array.from(
    { length: CODE_LENGTH },
    () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)],
  );
  return letters.join("");
}

/** A member's code, for ever the same; drawn when it is first asked for. */
export async function makeCode(work: Work, memberId: number): Promise<string> {
  requireNotClosed((await lockMember(work, { memberId })).status);
  const known = await store.codeOf(work.tx, memberId);
  if (known !== undefined) return known;
  work.step("earning.inviteCode", { memberId });
  for (let attempt = 1; ; attempt++) {
    const code = work.draws.text(INVITE_CODE, drawCode);
    try {
      await store.insertCode(work.tx, { memberId, code, createdAt: work.now });
      return code;
    } catch (error) {
      if (!isDuplicate(error) || attempt === CODE_TRIES) throw error;
    }
  }
}

/** A closing member's code leads to nobody any more; whom it brought stays, in figures only. */
export function forgetCode(work: Work, memberId: number): void {
  store.removeCode(work.tx, memberId);
}

/**
 * A member's invitations: their code and what it brought.
 *
 * @throws DomainError MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed)
 */
export async function invitationsOf(ask: Ask, ref: MemberRef) {
  const [member, program] = await Promise.all([requireMember(ask.db, ref), programOf(ask)]);
  const { id: memberId } = member;
  const [known, sums] = await Promise.all([
    store.codeOf(ask.db, memberId),
    store.sumsOf(ask.db, memberId),
  ]);
  const code = known ?? (await runWork(ask, null, (work) => makeCode(work, memberId)));
  const { referralEnabled: enabled, referralPoints, referralsPerMonthMax } = program.rules.earn;
  const { referralMinimumMinor, referralWaitDays } = program.rules.earn;
  const terms = { referralPoints, referralsPerMonthMax, referralMinimumMinor, referralWaitDays };
  return { inviteCode: code, enabled, ...sums, ...terms };
}

/** Why a code can't count. */
export type InviteFault = Exclude<z.output<typeof invitationOutcome>, "REMEMBERED">;

export interface Invitation {
  referrerId: number;
  identity: string;
}

/** Whom a code belongs to, for somebody who is about to be enrolled with it; or why it can't count. */
export async function invitationBy(
  db: Reader,
  inviteCode: string,
  externalId: string,
): Promise<Invitation | InviteFault> {
  const code = normalCode(inviteCode);
  const referrerId = code === null ? undefined : await store.ownerOfCode(db, code);
  const referrer = referrerId && (await requireMember(db, { memberId: referrerId }));
  if (!referrer || referrer.status === "CLOSED" || referrer.externalId === null) {
    return "INVITE_CODE_UNKNOWN";
  }
  if (isSamePerson(referrer.externalId, externalId)) return "SELF_REFERRAL";
  const plain = plainIdentity(personOf(externalId));
  const identity = await keyedIdentity(db, plain);
  if (await store.isKnownIdentity(db, [identity, plain])) return "INVITED_BEFORE";
  return { referrerId: referrer.id, identity };
}

/** @throws DomainError VALIDATION_FAILED for a code that is nobody's, one's own, or comes too late */
export async function requireInvitation(
  db: Reader,
  inviteCode: string,
  externalId: string,
): Promise<Invitation> {
  const found = await invitationBy(db, inviteCode, externalId);
  if (typeof found !== "string") return found;
  throw refusedCode(found);
}

/**
 * Remembers who invited a member, and tells the world; or says why it can't count: the same person was
 * invited before or at this very moment, or the referrer came, by however many others, through this very
 * member.
 */
export async function rememberInvitation(
  work: Work,
  member: Member,
  { referrerId, identity }: Invitation,
  { isNew }: { isNew: boolean },
): Promise<InviteFault | null> {
  const row = { invitedId: member.id, referrerId, identity, createdAt: work.now };
  if (!(await store.insertReferral(work.tx, row))) return "INVITED_BEFORE";
  // Once the row is there: of those who close a circle at once, the last one sees all the others.
  if (isNew || !(await closesCircle(work, member.id, referrerId))) return null;
  store.removeReferral(work.tx, member.id);
  return "CIRCLE";
}

const REKEY_PAGE = 1000;

/** Hashes that releases before kept without a key get one. */
export async function keyInvited({ stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const plain = await store.unkeyedIdentities(reader, REKEY_PAGE);
    for (const hash of plain) await store.keyIdentity(hash, await keyedIdentity(reader, hash));
    handled += plain.length;
    if (plain.length < REKEY_PAGE) break;
  }
  return { handled };
}

/** In a larger circle each but one would be invited all the same: there is nothing to be had by closing it. */
const CIRCLE_MAX = 100;

/** Whether the member is above their own referrer; whoever is being invited right now is waited for. */
async function closesCircle(work: Work, invitedId: number, referrerId: number): Promise<boolean> {
  let above: number | undefined = referrerId;
  for (let steps = 0; steps < CIRCLE_MAX && above !== undefined && above !== invitedId; steps++) {
    above = await store.lockReferrerOf(work.tx, above);
  }
  return above === invitedId;
}

/** @throws DomainError VALIDATION_FAILED where the same person was invited at this very moment */
export async function requireRemembered(
  work: Work,
  member: Member,
  invitation: Invitation,
): Promise<void> {
  const fault = await rememberInvitation(work, member, invitation, { isNew: true });
  if (fault) throw refusedCode(fault);
  tellInvitation(work, member, "REMEMBERED");
}

function refusedCode(reason: InviteFault): DomainError {
  return new DomainError("VALIDATION_FAILED", { reason }, [
    { path: "inviteCode", message: reason },
  ]);
}

/** What becomes of a code is told to the world with the member whom it was for. */
export function tellInvitation(
  work: Work,
  { id, externalId }: Member,
  outcome: "REMEMBERED" | InviteFault,
): void {
  work.emit(earningEvent("member.invitation", id, { externalId, outcome }));
}

/** Who had ordered as a guest before they were invited came by themselves, as a member who had would have. */
export async function undoLateInvitation(
  work: Work,
  member: Member,
  orderedAt: Date,
): Promise<void> {
  if (!(await store.removeLateReferral(work.tx, member.id, orderedAt))) return;
  tellInvitation(work, member, "ORDERED_BEFORE");
}

/** Why a member can't be told to have come by an invitation any more; null: they still can. */
export async function tooLateToInvite(work: Work, member: Member): Promise<InviteFault | null> {
  if (await store.wasInvited(work.tx, member.id)) return "INVITED_BEFORE";
  return member.status !== "ACTIVE" || member.orderCount > 0 ? "ORDERED_BEFORE" : null;
}
