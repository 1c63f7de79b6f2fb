import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/service";
import { checkAvailable } from "../rules/redeem";
import { NO_CHANGE } from "../rules/types";
import { type EntryRow, entryByReference } from "../store/entries";
import { type Account, openAccount, post } from "./account";
import { earnPoints } from "./earn";
import { takeAvailable } from "./redeem";

export interface Adjustment {
  points: number;
  reason: string;
  /** Names the correction for ever; a repeated one answers the same. */
  reference: string;
}

/**
 * Corrects a member's points by hand. Less than nothing is never left: no debt comes of it.
 *
 * Refusals in order: PERMISSION_DENIED (above the threshold a second operator has to approve),
 * MEMBER_NOT_FOUND, DUPLICATE_REFERENCE, MEMBER_STATUS_INVALID (closed), INSUFFICIENT_POINTS.
 */
export async function adjustPoints(work: Work, ref: MemberRef, adjustment: Adjustment) {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const { points, reason } = adjustment;
  const { approvalAbovePoints } = program.rules.adjust;
  if (Math.abs(points) > approvalAbovePoints) {
    throw new DomainError("PERMISSION_DENIED", { approvalAbovePoints });
  }
  const reference = { type: "ADJUSTMENT", id: adjustment.reference };
  const earlier = await entryByReference(work.tx, "ADJUST", reference);
  if (earlier) return sameAnswer(earlier, member.id, adjustment);
  requireNotClosed(member.status);
  const before = { available: member.available, owed: member.owed };
  const entryId = points > 0 ? await add(work, account, adjustment) : await take(work, account, adjustment);
  const after = { available: member.available, owed: member.owed, points };
  const target = `transaction:${entryId}`;
  work.audit({ action: "points.adjust", memberId: member.id, target, reason, before, after });
  return { transactionId: String(entryId), points, available: member.available };
}

async function add(work: Work, account: Account, adjustment: Adjustment): Promise<number> {
  const { points, reason } = adjustment;
  const reference = { type: "ADJUSTMENT", id: adjustment.reference };
  const earning = { points, earnedAt: work.now, reference, reason, breakdown: { base: points } };
  const { entryId } = await earnPoints(work, account, earning, "ADJUST");
  invariant(entryId !== null, "a correction of more than nothing writes an entry");
  return entryId;
}

async function take(work: Work, account: Account, adjustment: Adjustment): Promise<number> {
  const { points, reason } = adjustment;
  checkAvailable(-points, account.member.available);
  return post(work, account, {
    type: "ADJUST",
    deltas: { ...NO_CHANGE, available: points },
    touches: await takeAvailable(work, account, -points),
    reference: { type: "ADJUSTMENT", id: adjustment.reference },
    reason,
    effectiveAt: work.now,
    breakdown: { base: points },
  });
}

function sameAnswer(earlier: EntryRow, memberId: number, adjustment: Adjustment) {
  if (earlier.memberId !== memberId || earlier.points !== adjustment.points) {
    throw new DomainError("DUPLICATE_REFERENCE", { reference: adjustment.reference });
  }
  const { points, availableAfter: available } = earlier;
  return { transactionId: String(earlier.id), points, available };
}
