/**
 * Every kind of ledger entry with what may have caused it: an entry of any other pair can't be written,
 * and there are words for each of them (components/entry-kinds.ts).
 */
export const REFERENCE_TYPES = {
  EARN: [
    "ORDER",
    "CHANGE",
    "REVIEW",
    "CHECKIN",
    "MAKE_UP",
    "BIRTHDAY",
    "SHARE",
    "CUSTOM",
    "REFERRAL",
    "ACTIVITY",
    "BENEFIT",
  ],
  MATURE: ["LOT"],
  REDEEM: ["ORDER", "REDEMPTION", "MAKE_UP"],
  HOLD: ["HOLD"],
  RELEASE: ["HOLD"],
  FREEZE: ["RETURN", "CHANGE"],
  UNFREEZE: ["RETURN", "REFUND", "CANCEL", "CHANGE", "CLOSING"],
  CLAW_BACK: ["REFUND", "CANCEL", "CHANGE", "REFERRAL", "ACTIVITY", "BENEFIT"],
  // ORDER: at once, because the order was refunded in part already.
  RESTORE: ["ORDER", "REFUND", "CANCEL", "CHANGE", "REVERSAL", "CAP", "CLAIM", "REDEMPTION"],
  EXPIRE: ["LOT"],
  // OPENING: what somebody had in the system before, carried over by an import.
  ADJUST: ["ADJUSTMENT", "OPENING"],
  FORFEIT: ["CLOSING"],
  // Two memberships of one person become one: out of the one, into the other.
  TRANSFER_OUT: ["MERGE"],
  TRANSFER_IN: ["MERGE"],
} as const;

type Table = typeof REFERENCE_TYPES;

/** What an entry of a type may refer to. */
export interface Reference<Type extends keyof Table = keyof Table> {
  type: Table[Type][number];
  id: string;
}

/** A type with one of its references: the pair that a new entry is unique by, beside the id. */
export type Caused = {
  [Type in keyof Table]: { type: Type; reference: Reference<Type> };
}[keyof Table];
