import { randomInt } from "node:crypto";
import type { MemberRef } from "@/platform/auth";
import { type Reader, reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import type { JobContext, JobResult } from "@/platform/jobs";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";
import { findMember, lockMember, type Member, requireNotClosed } from "../../members/service";
import { activeProgram } from "../../program/service";
import { CODE_ALPHABET, CODE_LENGTH, isSamePerson, normalCode, personOf } from "../rules/invite";
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
async function makeCode(work: Work, memberId: number): Promise<string> {
  requireNotClosed((await lockMember(work, { memberId })).status);
  const known = await store.codeOf(work.tx, memberId);
  if (known !== undefined) return known;
  for (let attempt = 1; ; attempt++) {
    const code = drawCode();
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
  const [member, program] = await Promise.all([findMember(ask.db, ref), activeProgram(ask.db)]);
  if (!member) throw new DomainError("MEMBER_NOT_FOUND");
  const { id: memberId } = member;
  const [known, sums] = await Promise.all([
    store.codeOf(ask.db, memberId),
    store.sumsOf(ask.db, memberId),
  ]);
  const code = known ?? (await runWork(ask, null, (work) => makeCode(work, memberId)));
  const { referralEnabled: enabled, referralPoints, referralsPerMonthMax } = program.rules.earn;
  return { inviteCode: code, enabled, ...sums, referralPoints, referralsPerMonthMax };
}

export type InviteFault = "INVITE_CODE_UNKNOWN" | "SELF_REFERRAL" | "INVITED_BEFORE";

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
  const referrer = referrerId && (await findMember(db, { memberId: referrerId }));
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
  throw new DomainError("VALIDATION_FAILED", { reason: found }, [
    { path: "inviteCode", message: found },
  ]);
}

/** Remembers who invited a new member; false where the same person was invited at this very moment. */
export function rememberInvitation(
  work: Work,
  member: Member,
  { referrerId, identity }: Invitation,
): Promise<boolean> {
  const row = { invitedId: member.id, referrerId, identity, createdAt: work.now };
  return store.insertReferral(work.tx, row);
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

/** Whether a member could still be told to have come by an invitation: no order yet, invited by nobody. */
export async function mayStillBeInvited(work: Work, member: Member): Promise<boolean> {
  return (
    member.status === "ACTIVE" &&
    member.orderCount === 0 &&
    !(await store.wasInvited(work.tx, member.id))
  );
}
