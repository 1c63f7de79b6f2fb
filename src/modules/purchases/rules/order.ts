import type { NoPointsReason } from "../schema/quote";

/** What refunds and returns of one order do to its points: pure, over the order's own figures. */

export interface OpenReturn {
  id: number;
  returnId: string;
  openMinor: number;
}

/**
 * A refund with a return's id closes that return; without one it uses up the open returns, the
 * oldest first, by amount, but for those of other lines than it names; a refund of everything closes all.
 * Example: returns of 300 and 200 open, 400 refunded without an id → the first closed, 100 open.
 *
 * @returns each return's open amount after the refund and whether it is closed by it
 */
export function drawOnReturns(
  returns: readonly OpenReturn[],
  refund: {
    amountMinor: number;
    returnId: string | null;
    everything: boolean;
    /** Returns of other lines than those that it names. */
    elsewhere: ReadonlySet<string>;
  },
): { id: number; openMinor: number; closed: boolean }[] {
  let left = refund.returnId === null ? refund.amountMinor : 0;
  return returns.map(({ id, returnId, openMinor }) => {
    const isElsewhere = refund.elsewhere.has(returnId);
    const used = isElsewhere ? 0 : Math.min(left, openMinor);
    left -= used;
    const rest = openMinor - used;
    // A return of lines that cost nothing is not used up by a refund that names another one.
    const isUsedUp = rest === 0 && refund.returnId === null && !isElsewhere;
    const closed = refund.everything || returnId === refund.returnId || isUsedUp;
    return { id, openMinor: closed ? 0 : rest, closed };
  });
}

export interface FrozenPart {
  returnRowId: number;
  lotId: number;
  position: number;
  points: number;
}

/** The parts of one return first where a refund names it; else as they stand, the oldest first. */
export function inTakingOrder(
  parts: readonly FrozenPart[],
  firstReturn: number | null,
): FrozenPart[] {
  const own = parts.filter((part) => part.returnRowId === firstReturn);
  const others = parts.filter((part) => part.returnRowId !== firstReturn);
  return [...own, ...others];
}

/**
 * Takes so many points off frozen parts, in their order.
 *
 * @returns what was taken from each and what is left of it
 */
export function takeParts(parts: readonly FrozenPart[], points: number) {
  let left = points;
  return parts.map((part) => {
    const share = Math.min(left, part.points);
    left -= share;
    return { part, share, rest: part.points - share };
  });
}

export interface PaymentFacts {
  status: "ACTIVE" | "FROZEN" | "CLOSED";
  available: number;
  owed: number;
  /** That the order takes, whatever the member has; 0 for who may not spend any. */
  capPoints: number;
  /** Points held for the order: letting them go pays what is owed first. */
  heldPoints: number;
}

/**
 * The most points that may pay for an order, those held for it among them, and why none may.
 * Example: 200 available, 500 held for it, an order that takes 600 → 600.
 */
export function mostPoints(facts: PaymentFacts): { most: number; reason: NoPointsReason | null } {
  const { status, available, owed, capPoints, heldPoints } = facts;
  const own = available + Math.max(0, heldPoints - owed);
  const most = Math.max(0, Math.min(capPoints, own));
  if (most > 0) return { most, reason: null };
  if (status !== "ACTIVE") return { most, reason: "MEMBER_STATUS_INVALID" };
  if (own > 0) return { most, reason: "CAP_TOO_LOW" };
  return { most, reason: owed > 0 ? "POINTS_OWED" : "NO_POINTS" };
}
