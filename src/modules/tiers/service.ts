import type { MemberRef } from "@/platform/auth";
import { plusMonths } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { lockMember, type Member, requireNotClosed } from "../members/service";
import type { Program } from "../program/schema";
import { activeProgram, programOf } from "../program/service";
import { afterRefund, afterSpend, ladderFault, rungOf } from "./rules";
import type { Ladder, Rung, TierCause } from "./schema";
import * as store from "./store";

export { nextRung, rungOf } from "./rules";
export { changesOf } from "./store";

/** A version's ladder never changes, so it is kept for ever. */
const ladders = new Map<number, Ladder>();

export async function ladderOf(db: Reader, programVersionId: number): Promise<Ladder> {
  const known = ladders.get(programVersionId);
  if (known) return known;
  const [first, ...others] = await store.rungs(db, programVersionId);
  invariant(first, `program version ${programVersionId} has a ladder`);
  const ladder: Ladder = [first, ...others];
  ladders.set(programVersionId, ladder);
  return ladder;
}

/** The ladder in force, for the public. */
export async function currentLadder(db: Reader): Promise<Ladder> {
  return ladderOf(db, (await activeProgram(db)).versionId);
}

/** Writes the ladder of a new program version. */
export function insertLadder(work: Work, programVersionId: number, ladder: readonly Rung[]): void {
  const fault = ladderFault(ladder);
  invariant(fault === null, `a ladder that was checked: ${fault}`);
  store.insertRungs(work.tx, programVersionId, ladder);
}

/** What counts for the tier now: everything, or the last twelve months. */
export async function qualifyingSpend(
  db: Reader,
  program: Program,
  member: Pick<Member, "id" | "spendMinor">,
  now: Date,
): Promise<number> {
  if (program.rules.tiers.qualifyingPeriod === "lifetime") return member.spendMinor;
  const since = plusMonths(now, -12, program.timeZone);
  return store.spendSince(db, member.id, since);
}

export interface Reference {
  type: string;
  id: string;
}

interface Change {
  to: Rung;
  cause: TierCause;
  qualifyingMinor: number;
  reason?: string;
  reference?: Reference;
  keepUntil?: Date | null;
}

/** Sets the tier, its protection, a history row and the event. */
async function change(work: Work, member: Member, program: Program, how: Change): Promise<number> {
  const { to, cause, reference } = how;
  const from = member.tierCode;
  const { protectionMonths } = program.rules.tiers;
  member.tierCode = to.code;
  member.tierSince = work.now;
  member.tierProtectedUntil =
    to.thresholdMinor === 0 ? null : plusMonths(work.now, protectionMonths, program.timeZone);
  work.emit("tier.changed", member.id, {
    externalId: member.externalId,
    from,
    to: to.code,
    cause,
  });
  return store.insertChange(work.tx, {
    memberId: member.id,
    fromCode: from,
    toCode: to.code,
    cause,
    actor: work.actor,
    reason: how.reason ?? null,
    referenceType: reference?.type ?? null,
    referenceId: reference?.id ?? null,
    qualifyingMinor: how.qualifyingMinor,
    programVersionId: program.versionId,
    effectiveAt: work.now,
    createdAt: work.now,
  });
}

export interface SpendChange {
  cause: "ORDER" | "REFUND";
  qualifyingBeforeMinor: number;
  qualifyingAfterMinor: number;
  reference: Reference;
}

export type TierMove = { from: string; to: string } | null;

/** Moves the tier after an order or a refund, in the same transaction. */
export async function followSpend(
  work: Work,
  member: Member,
  spend: SpendChange,
): Promise<TierMove> {
  const program = await programOf(work);
  const ladder = await ladderOf(work.tx, program.versionId);
  const { qualifyingAfterMinor: qualifyingMinor, cause, reference } = spend;
  const kept = member.tierKeepUntil !== null && work.now < member.tierKeepUntil;
  const to =
    cause === "ORDER"
      ? afterSpend(ladder, member.tierCode, qualifyingMinor)
      : afterRefund(ladder, {
          currentCode: member.tierCode,
          qualifyingBeforeMinor: spend.qualifyingBeforeMinor,
          qualifyingAfterMinor: qualifyingMinor,
          floorCode: kept ? member.tierFloorCode : null,
        });
  if (!to) return null;
  const from = member.tierCode;
  await change(work, member, program, { to, cause, qualifyingMinor, reference });
  return { from, to: to.code };
}

export interface Assignment {
  tierCode: string;
  reason: string;
  keepUntil: Date | null;
}

/**
 * Sets a tier by hand. It is a floor until `keepUntil` (without one, as long as a tier is protected):
 * nothing automatic goes below it, and upgrades continue.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), TIER_NOT_FOUND,
 * INVALID_TIER_CHANGE (keepUntil is past).
 */
export async function assignTier(work: Work, ref: MemberRef, assignment: Assignment) {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const program = await programOf(work);
  const ladder = await ladderOf(work.tx, program.versionId);
  const to = ladder.find((rung) => rung.code === assignment.tierCode);
  if (!to) throw new DomainError("TIER_NOT_FOUND", { tierCode: assignment.tierCode });
  const { keepUntil, reason } = assignment;
  if (keepUntil !== null && keepUntil <= work.now) {
    throw new DomainError("INVALID_TIER_CHANGE", { keepUntil: keepUntil.toISOString() });
  }
  const from = rungOf(ladder, member.tierCode).code;
  const before = { tierCode: from, keepUntil: member.tierKeepUntil };
  const qualifyingMinor = await qualifyingSpend(work.tx, program, member, work.now);
  const changeId = await change(work, member, program, {
    to,
    cause: "MANUAL",
    qualifyingMinor,
    reason,
  });
  member.tierFloorCode = to.code;
  member.tierKeepUntil =
    keepUntil ?? plusMonths(work.now, program.rules.tiers.protectionMonths, program.timeZone);
  const after = { tierCode: to.code, keepUntil: member.tierKeepUntil };
  work.audit({ action: "tiers.assign", memberId: member.id, reason, before, after });
  return { from, to: to.code, changeId: String(changeId) };
}
