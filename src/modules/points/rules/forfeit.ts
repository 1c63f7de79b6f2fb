import type { Accounts } from "../schema/ledger";
import type { Lot, Touch } from "./types";

export interface Forfeiture {
  deltas: Accounts;
  touches: Touch[];
  /** Points that were there and are lost. */
  points: number;
}

/**
 * Everything left in the lots is lost, set aside or not, and what is owed is written off: all four
 * accounts end at nothing.
 * Example: a matured lot with 30 left and 10 frozen, one pending with 20 → available −30, frozen −10,
 * pending −20.
 */
export function forfeitLots(lots: readonly Lot[], owed: number): Forfeiture {
  const lost = { available: 0, pending: 0, frozen: 0 };
  const touches = lots.map(({ id, remaining, frozen, matured }): Touch => {
    lost[matured ? "available" : "pending"] += remaining;
    lost.frozen += frozen;
    return { lotId: id, points: -remaining || 0, frozen: -frozen || 0 };
  });
  return {
    deltas: {
      available: -lost.available || 0,
      pending: -lost.pending || 0,
      frozen: -lost.frozen || 0,
      owed: -owed || 0,
    },
    touches,
    points: lost.available + lost.pending + lost.frozen,
  };
}
