import type { Accounts } from "../schema";
import type { Touch } from "./types";

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
 * Example: release a 30, b 20 with 40 owed → owed −40, b +10, available +10.
 */
export function letGo(
  parts: readonly HeldPart[],
  owed: number,
): { deltas: Accounts; touches: Touch[]; debtPaid: number } {
  let debt = owed;
  let freed = 0;
  const touches = parts.map(({ lotId, points }): Touch => {
    const paid = Math.min(debt, points);
    debt -= paid;
    freed += points;
    return { lotId, points: points - paid, frozen: -points };
  });
  const debtPaid = owed - debt;
  const deltas = { available: freed - debtPaid, pending: 0, frozen: -freed, owed: -debtPaid || 0 };
  return { deltas, touches, debtPaid };
}
