import { plusMonths } from "@/platform/business-time";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { tierEvent } from "../events";
import { afterRefund, afterSpend, protectedUntil, rungOf } from "../rules/ladder";
import type { Rung, TierCause } from "../schema";
import * as store from "../store/tiers";
import { ladderOf, reachedBy } from "./ladder";

export { eraseReasons as eraseTierReasons } from "../store/tiers";

/** What a change of the spend came from. */
interface Reference {
  type: "ORDER";
  id: string;
}

export interface Change {
  to: Rung;
  cause: TierCause;
  qualifyingMinor: number;
  reason?: string;
  reference?: Reference;
  /** From when its protection counts; from now on where nothing else is said. */
  since?: Date | null;
}

/**
 * Until when a tier is protected that was reached at a moment, or renewed now; the first one needs no
 * protection.
 */
export function protectionFrom(
  work: Work,
  program: Program,
  rung: Rung,
  since = work.now,
): Date | null {
  if (rung.thresholdMinor === 0) return null;
  const { rules, timeZone } = program;
  return protectedUntil(since, work.now, { months: rules.tiers.protectionMonths, timeZone });
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
  member.tierProtectedUntil = protectionFrom(work, program, to, how.since ?? work.now);
  work.emit(
    tierEvent("tier.changed", member.id, {
      externalId: member.externalId,
      from,
      to: to.code,
      cause,
      ...(member.status === "CLOSED" ? { closed: true } : {}),
    }),
  );
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
  cause: "ORDER" | "REFUND" | "IMPORTED";
  qualifyingBeforeMinor: number;
  qualifyingAfterMinor: number;
  /** When the order was paid that came, or that was refunded or cancelled. */
  paidAt: Date;
  reference: Reference;
}

export type TierMove = { from: string; to: string } | null;

/**
 * Moves the tier after an order or a refund, in the same transaction. Protection counts from the order
 * that reached the tier, however late it was told of.
 */
export async function followSpend(
  work: Work,
  member: Member,
  spend: SpendChange,
): Promise<TierMove> {
  const program = await programOf(work);
  const ladder = await ladderOf(work);
  const { qualifyingAfterMinor: qualifyingMinor, cause, reference } = spend;
  const to =
    cause !== "REFUND"
      ? afterSpend(ladder, member.tierCode, qualifyingMinor)
      : afterRefund(ladder, {
          currentCode: member.tierCode,
          qualifyingBeforeMinor: spend.qualifyingBeforeMinor,
          qualifyingAfterMinor: qualifyingMinor,
          floorCode: floorCodeOf(member, work.now),
        });
  if (!to) {
    const current = rungOf(ladder, member.tierCode);
    await recount(work, member, program, { current, qualifyingMinor, paidAt: spend.paidAt });
    return null;
  }
  const from = member.tierCode;
  const since = await reachedBy(work.tx, program, member, { rung: to, moment: work.now });
  await changeTier(work, member, program, { to, cause, qualifyingMinor, reference, since });
  return { from, to: to.code };
}

/** The ends of months are clamped, so that of two moments the later one's may come first. */
const CLAMPED_MS_MAX = 4 * 24 * 3600 * 1000;

/** What decides from when a tier's protection counts. */
const BY_ORDERS: readonly (TierCause | undefined)[] = ["ORDER", "REFUND", "IMPORTED"];

/**
 * An order that was paid before the one that reached the tier, or an undone one that helped to, moves
 * the moment at which it was reached. Orders in their time never do, and are not asked about.
 */
async function recount(
  work: Work,
  member: Member,
  program: Program,
  { current, qualifyingMinor, paidAt }: { current: Rung; qualifyingMinor: number; paidAt: Date },
): Promise<void> {
  const { tierProtectedUntil: until } = member;
  const isReached = current.thresholdMinor > 0 && qualifyingMinor >= current.thresholdMinor;
  if (!isReached || until === null || floorCodeOf(member, work.now) !== null) return;
  const { rules, timeZone } = program;
  const end = plusMonths(paidAt, rules.tiers.protectionMonths, timeZone);
  if (end.getTime() > until.getTime() + CLAMPED_MS_MAX) return;
  if (!BY_ORDERS.includes(await store.lastCause(work.tx, member.id))) return;
  const since = await reachedBy(work.tx, program, member, { rung: current, moment: work.now });
  if (since) member.tierProtectedUntil = protectionFrom(work, program, current, since);
}
