import type { z } from "zod";
import { type Reader, reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import type { JobContext, JobResult } from "@/platform/jobs";
import type { Work } from "@/platform/work";
import { lockMember, type Member, requireMember } from "../../members/service/members";
import { earningEvent } from "../events";
import { isSamePerson, normalCode, personOf } from "../rules/invite";
import type { invitationOutcome } from "../schema/referral";
import { forgetPersons, isKnownPerson, rememberPersons } from "../store/persons";
import * as store from "../store/referrals";
import { hashesOf, namesOf } from "./person";

/** Who came by whose code. */

/** Why a code can't count. */
export type InviteFault = Exclude<z.output<typeof invitationOutcome>, "REMEMBERED">;

interface Invitation {
  referrerId: number;
  /** Of the one name that was said first. */
  identity: string;
}

/**
 * Whom a code belongs to, for somebody who is about to be enrolled with it; or why it can't count.
 *
 * @param names of whoever is invited, as far as they are known; see person.ts
 */
async function invitationBy(
  db: Reader,
  inviteCode: string,
  names: readonly string[],
): Promise<Invitation | InviteFault> {
  const code = normalCode(inviteCode);
  const referrerId = code === null ? undefined : await store.ownerOfCode(db, code);
  const referrer = referrerId && (await requireMember(db, { memberId: referrerId }));
  if (!referrer || referrer.status === "CLOSED") return "INVITE_CODE_UNKNOWN";
  const theirs = await namesOf(db, referrer);
  const [first] = names;
  // Of somebody without a name nobody can tell that it is not the other one.
  if (theirs.length === 0 || first === undefined) return "INVITE_CODE_UNKNOWN";
  if (theirs.some((own) => names.some((name) => isSamePerson(own, name)))) return "SELF_REFERRAL";
  const identity = await keyedIdentity(db, plainIdentity(personOf(first)));
  return (await wasKnown(db, names)) ? "INVITED_BEFORE" : { referrerId: referrer.id, identity };
}

async function wasKnown(db: Reader, names: readonly string[]): Promise<boolean> {
  const hashes = await hashesOf(db, names);
  const plain = names.map((name) => plainIdentity(personOf(name)));
  const [isPerson, isIdentity] = await Promise.all([
    isKnownPerson(db, hashes),
    store.isKnownIdentity(db, [...hashes, ...plain]),
  ]);
  return isPerson || isIdentity;
}

/** @throws DomainError VALIDATION_FAILED for a code that is nobody's, one's own, or comes too late */
export async function requireInvitation(
  db: Reader,
  inviteCode: string,
  names: readonly string[],
): Promise<Invitation> {
  const found = await invitationBy(db, inviteCode, names);
  if (typeof found !== "string") return found;
  throw refusedCode(found);
}

/**
 * Remembers who invited a member, and all that names them; or says why it can't count: the same person was
 * invited before or at this very moment, or the referrer came, by however many others, through this very
 * member.
 */
async function rememberInvitation(
  work: Work,
  member: Member,
  { referrerId, identity }: Invitation,
  { isNew }: { isNew: boolean },
): Promise<InviteFault | null> {
  const row = { invitedId: member.id, referrerId, identity, createdAt: work.now };
  if (!(await store.insertReferral(work.tx, row))) return "INVITED_BEFORE";
  const fault = (await isFirst(work, member))
    ? // Once the row is there: of those who close a circle at once, the last one sees all the others.
      !isNew && (await closesCircle(work, member.id, referrerId))
      ? "CIRCLE"
      : null
    : "INVITED_BEFORE";
  if (fault !== null) removeInvitation(work, member.id);
  return fault;
}

/** Whether none of a member's names was anybody's who was invited. */
async function isFirst(work: Work, member: Member): Promise<boolean> {
  const hashes = await hashesOf(work.tx, await namesOf(work.tx, member));
  const persons = { memberId: member.id, hashes, createdAt: work.now };
  return (await rememberPersons(work.tx, persons)) === hashes.length;
}

/**
 * Remembers by whose code a member came, or says why it can't count. By whom they are known the journal has
 * not: done again, what came of it then comes of it.
 *
 * @param isNew they became one in this very act
 */
export async function inviteMember(
  work: Work,
  member: Member,
  inviteCode: string,
  { isNew }: { isNew: boolean },
): Promise<"REMEMBERED" | InviteFault> {
  const late = isNew ? null : await tooLateToInvite(work, member);
  const found = late ?? (await invitationBy(work.tx, inviteCode, await namesOf(work.tx, member)));
  const fault =
    typeof found === "string" ? found : await rememberInvitation(work, member, found, { isNew });
  const outcome = work.draws.text("invitation outcome", () => fault ?? "REMEMBERED");
  if (fault === null && outcome !== "REMEMBERED") removeInvitation(work, member.id);
  return outcome as "REMEMBERED" | InviteFault;
}

/** The same, done again: by whom they are known was judged then. */
export async function inviteAsThen(
  work: Work,
  { invitedId, referrerId }: { invitedId: number; referrerId: number },
): Promise<void> {
  const member = await lockMember(work, { memberId: invitedId });
  const identity = await keyedIdentity(work.tx, plainIdentity(`member ${invitedId}`));
  await rememberInvitation(work, member, { referrerId, identity }, { isNew: true });
}

function removeInvitation(work: Work, invitedId: number): void {
  store.removeReferral(work.tx, invitedId);
  forgetPersons(work.tx, invitedId);
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
  forgetPersons(work.tx, member.id);
  tellInvitation(work, member, "ORDERED_BEFORE");
}

/** Why a member can't be told to have come by an invitation any more; null: they still can. */
async function tooLateToInvite(work: Work, member: Member): Promise<InviteFault | null> {
  if (await store.wasInvited(work.tx, member.id)) return "INVITED_BEFORE";
  return member.status !== "ACTIVE" || member.orderCount > 0 ? "ORDERED_BEFORE" : null;
}
