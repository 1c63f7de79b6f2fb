import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type EntryRow, entryById, entryByReference } from "../store/entries";
import * as store from "../store/redemptions";
import { openAccount } from "./account";
import { restore } from "./redemption";

export interface Reversal {
  reason: string;
  /** How many to give back; null for all that is left. */
  points: number | null;
  /** Tells one part from another of the same size. */
  reference: string | null;
}

/** By which the journal names what was taken back. */
export const REVERSED_ORDER = "reversed order";

export interface ReverseAnswer {
  transactionId: number | null;
  pointsRestored: number;
  available: number;
}

/**
 * Takes a redemption back, all that is left of it or a part. A second time answers the same; of two parts
 * with as many points one is the other again, unless they are named apart.
 *
 * Refusals in order: TRANSACTION_NOT_FOUND, DUPLICATE_REFERENCE (it names a part of another size),
 * VALIDATION_FAILED (more points than are left).
 */
export async function reverseRedemption(
  work: Work,
  transactionId: number,
  reversal: Reversal,
): Promise<ReverseAnswer> {
  const seen = await store.redemptionOfEntry(work.tx, transactionId);
  if (!seen) throw new DomainError("TRANSACTION_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  const { member } = account;
  // Where it is done again the entry has another number.
  work.draws.text(REVERSED_ORDER, () => seen.orderId);
  // Read again under the lock: a refund or another reversal may have come first.
  const redemption = (await store.redemptionOfEntry(work.tx, transactionId)) ?? seen;
  const { points: part, reason } = reversal;
  const left = redemption.points - redemption.restored;
  const reference = { type: "REVERSAL" as const, id: nameOf(transactionId, reversal) };
  if (part === null && redemption.reversedAt !== null) {
    return reversedBefore(await reversalOf(work, redemption), member.available);
  }
  const earlier = part === null ? undefined : await entryByReference(work.tx, "RESTORE", reference);
  if (earlier && earlier.points !== part) {
    throw new DomainError("DUPLICATE_REFERENCE", { reference: reversal.reference ?? "" });
  }
  if (earlier) return reversedBefore(earlier, member.available);
  if (part !== null && part > left) {
    throw new DomainError("VALIDATION_FAILED", { left }, [
      { path: "points", message: `≤ ${left}` },
    ]);
  }
  const points = part ?? left;
  const { entryId } = await restore(work, account, redemption, { points, reference, reason });
  if (part === null) store.markReversed(work.tx, redemption.id, entryId, work.now);
  work.audit({
    action: "points.reverse",
    memberId: member.id,
    target: `transaction:${transactionId}`,
    reason,
    after: { points },
  });
  return {
    transactionId: entryId,
    pointsRestored: points,
    available: member.available,
  };
}

/** A reference that is a number is no size. Examples: 5 points → 9:5; named "5" → 9:#5; named "a" → 9:a. */
function nameOf(transactionId: number, { points, reference }: Reversal): string {
  if (points === null) return String(transactionId);
  const isLikeSize = reference !== null && /^#*\d+$/.test(reference);
  return `${transactionId}:${isLikeSize ? "#" : ""}${reference ?? points}`;
}

async function reversalOf(work: Work, { reversalEntryId }: store.RedemptionRow) {
  if (reversalEntryId === null) return undefined;
  const entry = await entryById(work.tx, reversalEntryId);
  invariant(entry, "a reversal has its entry");
  return entry;
}

function reversedBefore(entry: EntryRow | undefined, available: number): ReverseAnswer {
  if (!entry) return { transactionId: null, pointsRestored: 0, available };
  return {
    transactionId: entry.id,
    pointsRestored: entry.points,
    available: entry.availableAfter,
  };
}
