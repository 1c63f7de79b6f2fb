import type { MemberRef } from "@/platform/auth";
import type { Work } from "@/platform/work";
import { lockMember, type Member } from "../../members/service";
import type { Program } from "../../program/schema";
import { programOf } from "../../program/service";
import { settleDue } from "../rules/settle";
import { earlier, outsidePoints, type Posting } from "../rules/types";
import { ACCOUNT_NAMES, type Accounts } from "../schema";
import * as entries from "../store/entries";
import * as lots from "../store/lots";

/** A member whose row is locked, with everything that fell due settled. */
export interface Account {
  member: Member;
  program: Program;
}

/**
 * Locks a member and settles what has fallen due: every act on points begins with it.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function openAccount(work: Work, ref: MemberRef): Promise<Account> {
  const [program, member] = await Promise.all([programOf(work), lockMember(work, ref)]);
  const account = { member, program };
  await settle(work, account);
  return account;
}

/** Carries out what time has decided: maturations, hold ends and expiries, in order. */
export async function settle(work: Work, account: Account): Promise<void> {
  const { member } = account;
  if (member.nextPointsEventAt === null || member.nextPointsEventAt > work.now) return;
  const due = await lots.dueLots(work.tx, member.id, work.now);
  const postings = settleDue({ lots: due, holds: [], owed: member.owed, now: work.now });
  for (const posting of postings) {
    post(work, account, posting).catch(() => undefined); // its failure fails the transaction
    if (posting.type === "EXPIRE") {
      const { externalId } = member;
      const points = -outsidePoints(posting.deltas);
      work.emit("points.expired", member.id, { externalId, points }, posting.effectiveAt);
    }
  }
  member.nextPointsEventAt = await lots.nextLotMoment(work.tx, member.id);
}

function applied(member: Member, deltas: Accounts): Accounts {
  for (const name of ACCOUNT_NAMES) member[name] += deltas[name];
  const { available, pending, frozen, owed } = member;
  return { available, pending, frozen, owed };
}

/** The lifetime figures are the sums of their entry types. */
function addToTotals(member: Member, posting: Posting): void {
  const points = outsidePoints(posting.deltas);
  if (posting.type === "EARN") member.totalEarned += points;
  if (posting.type === "REDEEM") member.totalRedeemed -= points;
  if (posting.type === "EXPIRE") member.totalExpired -= points;
}

/**
 * Writes one ledger entry with its lots and moves the accounts. The order of the statements matters:
 * allocations and the new lot take the entry's number from LAST_INSERT_ID.
 *
 * @returns the entry's id
 */
export function post(work: Work, account: Account, posting: Posting): Promise<number> {
  const { member, program } = account;
  const after = applied(member, posting.deltas);
  addToTotals(member, posting);
  const entryId = entries.insertEntry(work.tx, {
    memberId: member.id,
    type: posting.type,
    deltas: posting.deltas,
    after,
    reference: posting.reference,
    reason: posting.reason ?? null,
    breakdown: posting.breakdown ?? null,
    expiresAt: posting.expiresAt ?? null,
    actor: work.actor,
    programVersionId: program.versionId,
    effectiveAt: posting.effectiveAt,
    createdAt: work.now,
  });
  if (posting.touches.length > 0) lots.insertAllocations(work.tx, posting.touches);
  if (posting.newLot) lots.insertLot(work.tx, member.id, posting.newLot, work.now);
  if (posting.touches.length > 0) lots.touchLots(work.tx, posting.touches);
  member.nextPointsEventAt = earlier(member.nextPointsEventAt, posting.wakesAt);
  return entryId;
}
