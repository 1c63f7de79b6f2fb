import type { MemberRef } from "@/platform/auth";
import type { Work } from "@/platform/work";
import { lockMember, lockMemberIfFree, type Member } from "../../members/service/members";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { pointsEvent } from "../events";
import { settleDue } from "../rules/settle";
import { earlier, outsidePoints, type Posting } from "../rules/types";
import { ACCOUNT_NAMES, type Accounts } from "../schema/ledger";
import * as entries from "../store/entries";
import * as holds from "../store/holds";
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

/** The same for a second member, where nobody else is at work on them at the moment. */
export async function openAccountIfFree(work: Work, memberId: number): Promise<Account | null> {
  const [program, member] = await Promise.all([programOf(work), lockMemberIfFree(work, memberId)]);
  if (!member) return null;
  const account = { member, program };
  await settle(work, account);
  return account;
}

/** What time decided was carried out on the way of something else: at which moment, the ledger says too. */
const SETTLE = "points.settle";

/**
 * Carries out what time has decided: maturations, hold ends and expiries, in order.
 *
 * @param notBefore after an act that let points go or took them in past their moment: the act's own
 */
export async function settle(work: Work, account: Account, notBefore?: Date): Promise<void> {
  const { member } = account;
  if (member.nextPointsEventAt === null || member.nextPointsEventAt > work.now) return;
  work.step(SETTLE, { memberId: member.id });
  const [dueHolds, dueLots] = await Promise.all([
    holds.holdsDue(work.tx, member.id, work.now),
    lots.dueLots(work.tx, member.id, work.now),
  ]);
  const missing = new Set(dueHolds.flatMap(({ parts }) => parts.map(({ lotId }) => lotId)));
  for (const { id } of dueLots) missing.delete(id);
  const all = [...dueLots, ...(await lots.lotsById(work.tx, [...missing]))];
  const facts = { lots: all, holds: dueHolds, owed: member.owed, now: work.now };
  const followUps: Promise<void>[] = [];
  for (const posting of settleDue(notBefore ? { ...facts, notBefore } : facts)) {
    const entryId = post(work, account, { ...posting, actor: "system" });
    followUps.push(follow(work, member, posting, entryId));
  }
  const [nextLot, nextHold] = await Promise.all([
    lots.nextLotMoment(work.tx, member.id),
    holds.nextHoldMoment(work.tx, member.id),
    ...followUps,
  ]);
  member.nextPointsEventAt = earlier(nextLot, nextHold);
}

/** What goes with an entry that time made. */
async function follow(
  work: Work,
  member: Member,
  posting: Posting,
  entryId: Promise<number>,
): Promise<void> {
  const { effectiveAt } = posting;
  const { externalId, available, pending } = member;
  if (posting.type === "RELEASE") {
    holds.endHold(work.tx, Number(posting.reference.id), {
      status: "EXPIRED",
      captureEntryId: null,
      pointsUsed: null,
      availableAfter: available,
      endedAt: effectiveAt,
    });
  }
  const transactionId = await entryId;
  if (posting.type === "MATURE") {
    const data = { externalId, transactionId, points: -posting.deltas.pending, available, pending };
    work.emit(pointsEvent("points.matured", member.id, data, effectiveAt));
  }
  if (posting.type === "EXPIRE") {
    const points = -outsidePoints(posting.deltas);
    work.emit(
      pointsEvent("points.expired", member.id, { externalId, transactionId, points }, effectiveAt),
    );
  }
}

/** Points that pay what was owed by becoming available: an act of its own tells of all others. */
const paysDebtSilently = (type: Posting["type"]) =>
  type === "MATURE" || type === "RELEASE" || type === "UNFREEZE";

function tellDebtPaid(work: Work, member: Member, posting: Posting, entryId: number): void {
  const points = -posting.deltas.owed;
  const { type, effectiveAt } = posting;
  if (points === 0 || !paysDebtSilently(type)) return;
  const { externalId } = member;
  const data = { externalId, transactionId: entryId, type, points };
  work.emit(pointsEvent("points.debt_paid", member.id, data, effectiveAt));
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
export async function post(work: Work, account: Account, posting: Posting): Promise<number> {
  const { member, program } = account;
  const after = applied(member, posting.deltas);
  addToTotals(member, posting);
  const inserted = entries.insertEntry(work.tx, {
    ...posting,
    memberId: member.id,
    after,
    breakdown: posting.breakdown ?? null,
    expiresAt: posting.expiresAt ?? null,
    actor: posting.actor ?? work.actor,
    programVersionId: program.versionId,
    createdAt: work.now,
  });
  // Whoever closed is nobody any more: what is written about them then is not kept.
  const { reason, memberNote = null } = posting;
  if ((reason || memberNote) && member.status !== "CLOSED") {
    entries.insertReason(work.tx, member.id, { reason: reason ?? "", memberNote });
  }
  if (posting.touches.length > 0) lots.insertAllocations(work.tx, posting.touches);
  if (posting.newLot) lots.insertLot(work.tx, member.id, posting.newLot, work.now);
  if (posting.touches.length > 0) lots.touchLots(work.tx, posting.touches);
  member.nextPointsEventAt = earlier(member.nextPointsEventAt, posting.wakesAt);
  const entryId = await inserted;
  tellDebtPaid(work, member, posting, entryId);
  return entryId;
}
