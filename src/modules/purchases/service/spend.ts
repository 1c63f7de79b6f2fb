import { plusMonths } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import { followSpend, type TierMove } from "../../tiers/service/change";
import { qualifyingSpend } from "../../tiers/service/ladder";

/** Clocks of other services may run ahead by so much. */
const AHEAD_MS = 5 * 60 * 1000;

/** Before it there was no shop whose orders come here: such a moment is a fault of whoever sends it. */
const FIRST_MOMENT = new Date("2000-01-01T00:00:00Z");

/** @throws DomainError VALIDATION_FAILED for a moment before 2000 or more than five minutes in the future */
export function checkMoment(field: string, moment: Date, now: Date): void {
  if (moment < FIRST_MOMENT) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: `data.${field}`, message: `≥ ${FIRST_MOMENT.toISOString()}` },
    ]);
  }
  if (moment.getTime() <= now.getTime() + AHEAD_MS) return;
  throw new DomainError("VALIDATION_FAILED", { now }, [
    { path: `data.${field}`, message: "> now + 5 min" },
  ]);
}

export interface SpendMove {
  cause: "ORDER" | "REFUND" | "IMPORTED";
  orderId: string;
  /** Positive for all causes. */
  amountMinor: number;
  paidAt: Date;
}

/**
 * Adds an order to the qualifying spend or takes a refund from it, and moves the tier. The order's
 * row already says so, which is what a rolling sum reads.
 */
export async function moveSpend(work: Work, account: Account, move: SpendMove): Promise<TierMove> {
  const { member, program } = account;
  const sign = move.cause === "REFUND" ? -1 : 1;
  member.spendMinor += sign * move.amountMinor;
  const qualifyingAfterMinor = await qualifyingSpend(work.tx, program, member, work.now);
  const rolling = program.rules.tiers.qualifyingPeriod === "rolling12Months";
  const counts = !rolling || move.paidAt > plusMonths(work.now, -12, program.timeZone);
  const moved = counts ? sign * move.amountMinor : 0;
  return followSpend(work, member, {
    cause: move.cause,
    qualifyingBeforeMinor: qualifyingAfterMinor - moved,
    qualifyingAfterMinor,
    paidAt: move.paidAt,
    reference: { type: "ORDER", id: move.orderId },
  });
}
