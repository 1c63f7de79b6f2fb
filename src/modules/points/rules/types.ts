import type { Accounts } from "../schema/ledger";
import type { Caused } from "../schema/references";

/** A lot as the rules see it. */
export interface Lot {
  id: number;
  original: number;
  /** Not set aside: in `available` once matured, in `pending` before. */
  remaining: number;
  frozen: number;
  matured: boolean;
  /** How often it matured or expired so far. */
  settlements: number;
  availableAt: Date;
  expiresAt: Date;
}

/** What an act does to a lot that exists already. */
export interface Touch {
  lotId: number;
  /** Change of `remaining`. */
  points: number;
  /** Change of `frozen`. */
  frozen: number;
  matures?: true;
  /** The lot matured or expired by this: its count of settlements goes up. */
  settles?: true;
}

/** A lot that an act makes. */
export interface NewLot {
  original: number;
  /** Points of it that paid what was owed before they could be held. */
  debtPaid: number;
  matured: boolean;
  availableAt: Date;
  expiresAt: Date;
}

/** One ledger entry to be, with everything it does. */
export type Posting = Caused & Movement;

/** What an entry does, whatever its kind. */
export interface Movement {
  deltas: Accounts;
  touches: readonly Touch[];
  newLot?: NewLot;
  effectiveAt: Date;
  /** When the next thing of its own accord may happen to the points it moved. */
  wakesAt?: Date;
  /** Of staff, for staff. */
  reason?: string | null;
  /** Words for the member. */
  memberNote?: string | null;
  /** Who decided it, where that is not whoever acts: time does, through the system. */
  actor?: string;
  breakdown?: Record<string, unknown>;
  expiresAt?: Date;
}

/** One touch for each lot, where an act takes from the same lot in more than one way. */
export function mergeTouches(touches: readonly Touch[]): Touch[] {
  const byLot = new Map<number, Touch>();
  for (const touch of touches) {
    const known = byLot.get(touch.lotId);
    const sum = known && {
      ...known,
      points: known.points + touch.points,
      frozen: known.frozen + touch.frozen,
    };
    byLot.set(touch.lotId, sum ?? touch);
  }
  return [...byLot.values()];
}

export const NO_CHANGE: Accounts = { available: 0, pending: 0, frozen: 0, owed: 0 };

/** What a change means to the outside: available + pending + frozen − owed. */
export function outsidePoints(deltas: Accounts): number {
  return deltas.available + deltas.pending + deltas.frozen - deltas.owed;
}

export function earlier(a: Date | null | undefined, b: Date | null | undefined): Date | null {
  if (!a) return b ?? null;
  return b && b < a ? b : a;
}
