import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import {
  approvalByReference,
  askForCorrection,
  waitingCorrections,
} from "../../access/service/approvals";
import { takeGrant } from "../../access/service/grants";
import { requireNotClosed } from "../../members/rules";
import { isOwn } from "../../members/service/selves";
import { pointsEvent } from "../../points/events";
import { checkAvailable } from "../../points/rules/redeem";
import { NO_CHANGE } from "../../points/rules/types";
import { type Account, openAccount, post } from "../../points/service/account";
import { takeAvailable } from "../../points/service/available";
import { earnPoints } from "../../points/service/earn";
import { entryByReference } from "../../points/service/entries";
import { moneyOfPoints, programOf } from "../../program/service";
import { needsApproval } from "../rules";

export interface Adjustment {
  points: number;
  /** Of staff, for staff. */
  reason: string;
  /** Words for the member. */
  memberNote?: string | null;
  /** Names the correction for ever; a repeated one answers the same. */
  reference: string;
}

export interface AdjustAnswer {
  status: "APPLIED" | "WAITING_FOR_APPROVAL";
  transactionId: number | null;
  approvalId: number | null;
  points: number;
  available: number;
}

/**
 * Corrects a member's points by hand. Above the threshold, or once a day's corrections of one person
 * are more than one may make alone, it waits for a second person. Less than nothing is never left: no
 * debt comes of it.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE, MEMBER_STATUS_INVALID (closed),
 * APPROVAL_WAITING (the same for the same reason waits already), INSUFFICIENT_POINTS.
 */
export async function adjustPoints(
  work: Work,
  ref: MemberRef,
  adjustment: Adjustment,
): Promise<AdjustAnswer> {
  const { rules, timeZone } = await programOf(work);
  const { points } = adjustment;
  if (needsApproval([points], rules.adjust.approvalAbovePoints)) {
    return askForApproval(work, ref, adjustment);
  }
  const { member } = await openAccount(work, ref);
  const known = await knownCorrection(work, member.id, adjustment);
  if (known?.status === "WAITING_FOR_APPROVAL") {
    return { ...known, points, available: member.available };
  }
  if (known === null) {
    const day = { limit: rules.limits.pointsPerDay, timeZone };
    const grant = { kind: "points" as const, amount: Math.abs(points) };
    const worthMinor = moneyOfPoints(rules, Math.abs(points));
    const gift = { act: "ADJUSTMENT" as const, worthMinor };
    const { granted } = await takeGrant(work, grant, day, gift);
    if (!granted) return askForApproval(work, ref, adjustment);
  }
  const { entryId, available } = await applyAdjustment(work, ref, adjustment);
  return { status: "APPLIED", transactionId: entryId, approvalId: null, points, available };
}

async function askForApproval(
  work: Work,
  ref: MemberRef,
  adjustment: Adjustment,
): Promise<AdjustAnswer> {
  const { member } = await openAccount(work, ref);
  const { points, reason, memberNote = null, reference } = adjustment;
  const { available } = member;
  const known = await knownCorrection(work, member.id, adjustment);
  if (known) return { ...known, points, available };
  requireNotClosed(member.status);
  await requireNonePending(work, member.id, adjustment);
  const { rules } = await programOf(work);
  const after = Math.max(0, available + points);
  const id = await askForCorrection(work, {
    kind: "ADJUSTMENT",
    memberId: member.id,
    batchId: null,
    points,
    reason,
    memberNote,
    reference,
    worthMinor: moneyOfPoints(rules, Math.abs(points)),
    changes: [{ field: "available", before: String(available), after: String(after) }],
  });
  const target = `approval:${id}`;
  work.audit({
    action: "points.askAdjust",
    memberId: member.id,
    target,
    reason,
    after: { points, ...(memberNote === null ? {} : { memberNote }) },
  });
  return { status: "WAITING_FOR_APPROVAL", transactionId: null, approvalId: id, points, available };
}

/**
 * Under the member's lock, so that of two who ask at once the second one learns of the first.
 *
 * @throws DomainError APPROVAL_WAITING
 */
async function requireNonePending(work: Work, memberId: number, adjustment: Adjustment) {
  const { points, reason } = adjustment;
  const waiting = await waitingCorrections(work.tx, memberId, work.now);
  const same = waiting.find((one) => one.points === points && one.reason === reason);
  if (!same) return;
  const { id, requestedBy, createdAt } = same;
  throw new DomainError("APPROVAL_WAITING", {
    approvalId: String(id),
    requestedBy,
    askedAt: createdAt,
  });
}

/**
 * What became of the same correction when it was asked for before, or null.
 *
 * @throws DomainError DUPLICATE_REFERENCE where the reference names another correction, or one that
 *   was rejected
 */
async function knownCorrection(work: Work, memberId: number, adjustment: Adjustment) {
  const { points, reference } = adjustment;
  const entry = await entryByReference(work.tx, "ADJUST", { type: "ADJUSTMENT", id: reference });
  const approval = await approvalByReference(work.tx, "ADJUSTMENT", reference);
  const earlier = entry ?? approval;
  if (!earlier) return null;
  const isTheirs = await isOwn(work.tx, memberId, earlier.memberId);
  const same = isTheirs && earlier.points === points;
  if (!same || (!entry && approval?.status !== "WAITING")) {
    throw new DomainError("DUPLICATE_REFERENCE", { reference });
  }
  const approvalId = approval?.id ?? null;
  return entry
    ? ({ status: "APPLIED", transactionId: entry.id, approvalId } as const)
    : ({ status: "WAITING_FOR_APPROVAL", transactionId: null, approvalId } as const);
}

/** The correction itself, once nobody else has to be asked. Refusals as of adjustPoints. */
export async function applyAdjustment(work: Work, ref: MemberRef, adjustment: Adjustment) {
  const account = await openAccount(work, ref);
  const { member } = account;
  const { points, reason, memberNote = null } = adjustment;
  const reference = { type: "ADJUSTMENT" as const, id: adjustment.reference };
  const earlier = await entryByReference(work.tx, "ADJUST", reference);
  if (earlier) {
    const isTheirs = await isOwn(work.tx, member.id, earlier.memberId);
    if (!isTheirs || earlier.points !== points) {
      throw new DomainError("DUPLICATE_REFERENCE", { reference: adjustment.reference });
    }
    return { entryId: earlier.id, available: earlier.availableAfter };
  }
  requireNotClosed(member.status);
  const before = { available: member.available, owed: member.owed };
  const entryId = await (points > 0 ? add : take)(work, account, adjustment);
  const note = memberNote === null ? {} : { memberNote };
  const after = { available: member.available, owed: member.owed, points, ...note };
  const target = `transaction:${entryId}`;
  work.audit({ action: "points.adjust", memberId: member.id, target, reason, before, after });
  return { entryId, available: member.available };
}

async function add(work: Work, account: Account, adjustment: Adjustment): Promise<number> {
  const { points, reason, memberNote = null } = adjustment;
  const reference = { type: "ADJUSTMENT" as const, id: adjustment.reference };
  const breakdown = { base: points };
  const earning = { points, earnedAt: work.now, reference, reason, memberNote, breakdown };
  const { entryId } = await earnPoints(work, account, earning);
  invariant(entryId !== null, "a correction of more than nothing writes an entry");
  return entryId;
}

async function take(work: Work, account: Account, adjustment: Adjustment): Promise<number> {
  const { points, reason, memberNote = null } = adjustment;
  const { member } = account;
  checkAvailable(-points, member.available);
  const entryId = await post(work, account, {
    type: "ADJUST",
    deltas: { ...NO_CHANGE, available: points },
    touches: await takeAvailable(work, account, -points),
    reference: { type: "ADJUSTMENT", id: adjustment.reference },
    reason,
    memberNote,
    effectiveAt: work.now,
    breakdown: { base: points },
  });
  work.emit(
    pointsEvent("points.adjusted", member.id, {
      externalId: member.externalId,
      transactionId: entryId,
      points,
      referenceId: adjustment.reference,
      available: member.available,
    }),
  );
  return entryId;
}
