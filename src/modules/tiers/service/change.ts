import { plusMonths } from "@/platform/business-time";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service";
import type { Program } from "../../program/schema";
import { programOf } from "../../program/service";
import { afterRefund, afterSpend } from "../rules";
import type { Rung, TierCause } from "../schema";
import * as store from "../store";
import { ladderOf } from "./ladder";

export { eraseReasons as eraseTierReasons } from "../store";

interface Reference {
  type: string;
  id: string;
}

export interface Change {
  to: Rung;
  cause: TierCause;
  qualifyingMinor: number;
  reason?: string;
  reference?: Reference;
}

/** Until when a tier reached or renewed now is protected; the first one needs no protection. */
export function protectionFrom(work: Work, program: Program, rung: Rung): Date | null {
  if (rung.thresholdMinor === 0) return null;
  return plusMonths(work.now, program.rules.tiers.protectionMonths, program.timeZone);
}

/** Sets the tier, its protection, a history row and the event. */
export async function changeTier(
  work: Work,
  member: Member,
  program: Program,
  how: Change,
): Promise<number> {
  const { to, cause, reference } = how;
  const from = member.tierCode;
  member.tierCode = to.code;
  member.tierSince = work.now;
  member.tierProtectedUntil = protectionFrom(work, program, to);
  work.emit("tier.changed", member.id, {
    externalId: member.externalId,
    from,
    to: to.code,
    cause,
    ...(member.status === "CLOSED" ? { closed: true } : {}),
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

/** The tier set by hand that nothing automatic goes below at a moment, or null. */
export function floorCodeOf(
  member: Pick<Member, "tierKeepUntil" | "tierFloorCode">,
  moment: Date,
): string | null {
  const isKept = member.tierKeepUntil !== null && moment < member.tierKeepUntil;
  return isKept ? member.tierFloorCode : null;
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
  const to =
    cause === "ORDER"
      ? afterSpend(ladder, member.tierCode, qualifyingMinor)
      : afterRefund(ladder, {
          currentCode: member.tierCode,
          qualifyingBeforeMinor: spend.qualifyingBeforeMinor,
          qualifyingAfterMinor: qualifyingMinor,
          floorCode: floorCodeOf(member, work.now),
        });
  if (!to) return null;
  const from = member.tierCode;
  await changeTier(work, member, program, { to, cause, qualifyingMinor, reference });
  return { from, to: to.code };
}
