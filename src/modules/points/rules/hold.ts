import type { Accounts } from "../schema/ledger";
import { mergeTouches, type Touch } from "./types";

/** Living holds that a member may have: those they made themself, and all. */
export const OWN_HOLDS_MAX = 5;
export const HOLDS_MAX = 50;

export interface HeldPart {
  lotId: number;
  points: number;
}

/** What a hold or a freeze set aside, split at what is spent: the first taken goes first. */
export function splitHeld<Part extends HeldPart>(
  parts: readonly Part[],
  spent: number,
): { spent: Part[]; rest: Part[] } {
  const split = { spent: [] as Part[], rest: [] as Part[] };
  let left = spent;
  for (const part of parts) {
    const now = Math.min(left, part.points);
    left -= now;
    if (now > 0) split.spent.push({ ...part, points: now });
    if (part.points > now) split.rest.push({ ...part, points: part.points - now });
  }
  return split;
}

/**
 * Points set aside go back to their lots; on their way into `available` they first pay what is owed.
 * Those of a lot that has not matured go back to `pending`.
 * Example: release a 30, b 20 with 40 owed → owed −40, b +10, available +10.
 */
export function letGo(
  parts: readonly (HeldPart & { matured?: boolean })[],
  owed: number,
): { deltas: Accounts; touches: Touch[]; debtPaid: number } {
  let debt = owed;
  const deltas = { available: 0, pending: 0, frozen: 0, owed: 0 };
  const touches = parts.map(({ lotId, points, matured = true }): Touch => {
    const paid = matured ? Math.min(debt, points) : 0;
    debt -= paid;
    deltas[matured ? "available" : "pending"] += points - paid;
    deltas.frozen -= points;
    return { lotId, points: points - paid, frozen: -points };
  });
  const debtPaid = owed - debt;
  deltas.owed = -debtPaid || 0;
  return { deltas, touches: mergeTouches(touches), debtPaid };
}
