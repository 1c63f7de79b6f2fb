import type { Accounts } from "../schema/ledger";

export interface Transfer {
  /** What goes from the one. */
  out: Accounts;
  /** What comes to the other: the same, less what pays what either of them owes. */
  in: Accounts;
  /** So many available points pay what is owed. */
  paid: number;
}

/**
 * Everything that one has, and owes, becomes another's. Nobody has points available while they owe some, so
 * what either has pays what the other owes.
 * Example: 0 available and 50 owed go to one with 120 available → −50 available, nothing owed.
 */
export function transferOf(from: Accounts, into: Accounts): Transfer {
  const paid = Math.min(from.available + into.available, from.owed + into.owed);
  return {
    out: {
      available: -from.available || 0,
      pending: -from.pending || 0,
      frozen: -from.frozen || 0,
      owed: -from.owed || 0,
    },
    in: {
      available: from.available - paid,
      pending: from.pending,
      frozen: from.frozen,
      owed: from.owed - paid,
    },
    paid,
  };
}
