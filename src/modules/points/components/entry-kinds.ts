import type { REFERENCE_TYPES } from "../schema/references";

type Table = typeof REFERENCE_TYPES;

/**
 * The words (points.entry.…) of every kind of ledger entry by what caused it. A pair that the ledger
 * learns to write is missed here by the compiler.
 */
export const entryWords = {
  EARN: {
    ORDER: "EARN_ORDER",
    CHANGE: "EARN_CHANGE",
    REVIEW: "EARN_REVIEW",
    CHECKIN: "EARN_CHECKIN",
    MAKE_UP: "EARN_MAKE_UP",
    BIRTHDAY: "EARN_BIRTHDAY",
    SHARE: "EARN_SHARE",
    CUSTOM: "EARN_CUSTOM",
    REFERRAL: "EARN_REFERRAL",
    ACTIVITY: "EARN_ACTIVITY",
    BENEFIT: "EARN_BENEFIT",
  },
  MATURE: { LOT: "MATURE" },
  REDEEM: { ORDER: "REDEEM_ORDER", REDEMPTION: "REDEEM_REWARD", MAKE_UP: "REDEEM_MAKE_UP" },
  HOLD: { HOLD: "HOLD" },
  RELEASE: { HOLD: "RELEASE" },
  FREEZE: { RETURN: "FREEZE", CHANGE: "FREEZE_CHANGE" },
  UNFREEZE: {
    RETURN: "UNFREEZE_RETURN",
    REFUND: "UNFREEZE_REFUND",
    CANCEL: "UNFREEZE_CANCEL",
    CHANGE: "UNFREEZE_CHANGE",
    CLOSING: "UNFREEZE_CLOSING",
  },
  CLAW_BACK: {
    REFUND: "CLAW_BACK_REFUND",
    CANCEL: "CLAW_BACK_CANCEL",
    CHANGE: "CLAW_BACK_CHANGE",
    REFERRAL: "CLAW_BACK_REFERRAL",
    ACTIVITY: "CLAW_BACK_ACTIVITY",
    BENEFIT: "CLAW_BACK_BENEFIT",
  },
  RESTORE: {
    ORDER: "RESTORE_ORDER",
    REFUND: "RESTORE_REFUND",
    CANCEL: "RESTORE_CANCEL",
    CHANGE: "RESTORE_CHANGE",
    REVERSAL: "RESTORE_REVERSAL",
    CAP: "RESTORE_CAP",
    CLAIM: "RESTORE_CLAIM",
    REDEMPTION: "RESTORE_REWARD",
  },
  EXPIRE: { LOT: "EXPIRE" },
  ADJUST: { ADJUSTMENT: "ADJUST", OPENING: "OPENING" },
  FORFEIT: { CLOSING: "FORFEIT" },
  TRANSFER_OUT: { MERGE: "TRANSFER_OUT" },
  TRANSFER_IN: { MERGE: "TRANSFER_IN" },
} as const satisfies { [Type in keyof Table]: Record<Table[Type][number], string> };

type Words = typeof entryWords;
/** A key of points.entry: the words of an entry by its cause, or of its type alone. */
export type EntryWord =
  | { [Type in keyof Words]: Words[Type][keyof Words[Type]] }[keyof Words]
  | keyof Words;

export interface Cause {
  type: string;
  referenceType: string;
}

/** The words for an entry; of its type alone where a later release wrote it, null where even that is unknown. */
export function entryWord({ type, referenceType }: Cause): EntryWord | null {
  const known = Object.keys(entryWords).find((name) => name === type) as keyof Words | undefined;
  if (!known) return null;
  const byReference: Record<string, EntryWord> = entryWords[known];
  return Object.hasOwn(byReference, referenceType) ? (byReference[referenceType] ?? known) : known;
}

export interface Part {
  /** Null for what there are no words for. */
  word: EntryWord | null;
  points: number;
}

/**
 * Lines summed up by what they were, in the order in which they first came: points that went to orders
 * and to the mall are two sums. Sums of nothing are left out.
 */
export function partsOf(lines: readonly (Cause & { change: number })[]): Part[] {
  const sums = new Map<EntryWord | null, number>();
  for (const line of lines) {
    const word = entryWord(line);
    sums.set(word, (sums.get(word) ?? 0) + line.change);
  }
  return [...sums].map(([word, points]) => ({ word, points })).filter(({ points }) => points !== 0);
}
