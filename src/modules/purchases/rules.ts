/** What refunds and returns of one order do to its points: pure, over the order's own figures. */

export interface OpenReturn {
  id: number;
  returnId: string;
  openMinor: number;
}

/**
 * A refund with a return's id closes that return; without one it uses up the open returns, the
 * oldest first, by amount; a refund of everything closes all.
 * Example: returns of 300 and 200 open, 400 refunded without an id → the first closed, 100 open.
 *
 * @returns each return's open amount after the refund and whether it is closed by it
 */
export function drawOnReturns(
  returns: readonly OpenReturn[],
  refund: { amountMinor: number; returnId: string | null; everything: boolean },
): { id: number; openMinor: number; closed: boolean }[] {
  let left = refund.returnId === null ? refund.amountMinor : 0;
  return returns.map(({ id, returnId, openMinor }) => {
    const used = Math.min(left, openMinor);
    left -= used;
    const rest = openMinor - used;
    const closed = refund.everything || returnId === refund.returnId || rest === 0;
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
