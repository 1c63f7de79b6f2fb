import type { Ladder, Rung, TierCause } from "../schema";
import { rungOf } from "./ladder";

/** A change of a tier, as far as it decides whether somebody rose. */
export interface Step {
  fromCode: string | null;
  toCode: string;
  cause: TierCause;
}

/** What another membership, or the system before, brought along. */
const BROUGHT: readonly TierCause[] = ["MERGED", "IMPORTED"];

/**
 * What a member rose to that they were not shown: the steps up with which the changes end, as one. Whoever
 * came down last rose to nothing, and a tier that another membership brought along was reached before.
 * Example: registered → bronze → silver → { from: registered, to: silver }; silver → gold → silver → null.
 *
 * @param unseen the newest first
 */
export function risen(
  ladder: Ladder,
  currentCode: string,
  unseen: readonly Step[],
): { from: Rung; to: Rung } | null {
  const to = rungOf(ladder, currentCode);
  let from = to;
  for (const { fromCode, toCode, cause } of unseen) {
    if (fromCode === null || BROUGHT.includes(cause)) break;
    if (rungOf(ladder, toCode).code !== from.code) break;
    const below = rungOf(ladder, fromCode);
    if (below.rank > from.rank) break;
    from = below;
  }
  return from.rank < to.rank ? { from, to } : null;
}
