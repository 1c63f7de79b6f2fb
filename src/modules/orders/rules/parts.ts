import { floorShare } from "@/platform/arithmetic";
import type { Part } from "../schema/cart";
import { type Telling, toldOf } from "../schema/check";

/** What refunds and returns name of an order's lines: pure, over figures. */

/** What is told of lines, and what is told of the order as a whole beside it. */
export interface Parts {
  parts: Part[];
  restMinor: number;
}

/**
 * Example: 5000 for the line A without an amount of its own → A 5000. 5000 with A 3000 → A 3000 and 2000
 * of the order as a whole. Two pieces of A without any amount → A by its quantity.
 */
export function partsOf({ amountMinor, lines = [] }: Telling): Parts {
  const left = amountMinor === undefined ? null : amountMinor - toldOf(lines);
  const isTaken = lines.some((line) => line.amountMinor === undefined);
  return {
    parts: lines.map(({ lineId, quantity = 0, amountMinor: own = left }) => ({
      lineId,
      quantity,
      amountMinor: own,
    })),
    restMinor: isTaken || left === null ? 0 : left,
  };
}

/** What the amounts come to; null where only quantities say it. */
export function saidMinor({ parts, restMinor }: Parts): number | null {
  if (parts.some(({ amountMinor }) => amountMinor === null)) return null;
  return parts.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), restMinor);
}

/** How far a line is refunded. */
export interface LineState {
  lineId: string;
  quantity: number;
  /** What is refunded of it in the end: the money paid, or its price in an order that no money was paid for. */
  wholeMinor: number;
  refundedMinor: number;
  refundedQuantity: number;
  /** Pieces refunded without an amount. */
  byQuantity: number;
  /** Its part of the order's points; 0 where points lie as money does. */
  weight: number;
}

/** So many pieces of a line are worth so much: what is kept is rounded down, as of points. */
function worthOf({ wholeMinor, quantity }: LineState, pieces: number): number {
  const kept = floorShare(wholeMinor, Math.max(0, quantity - pieces), quantity);
  const beyond = Math.max(0, pieces - quantity);
  return wholeMinor - kept + floorShare(wholeMinor, beyond, quantity);
}

/** Cumulative over the pieces that came without an amount: any split of them comes to the same. */
export function pieceWorth(line: LineState, pieces: number): number {
  const more = Math.min(pieces, line.quantity);
  return worthOf(line, line.byQuantity + more) - worthOf(line, line.byQuantity);
}

export interface PartFit {
  part: Part;
  /** Null where the order has no lines: it counts by its amount. */
  line: LineState | null;
  toldMinor: number;
  /** What of it fits its line and what is left of the order. */
  countedMinor: number;
}

export interface Fitting {
  fits: PartFit[];
  toldMinor: number;
  countedMinor: number;
}

/** The first part that names a line which the order has not, or needs a line that it has not. */
export function unknownPart(
  parts: readonly Part[],
  lines: ReadonlyMap<string, LineState>,
  hasLines: boolean,
): Part | undefined {
  return parts.find((part) => (hasLines ? !lines.has(part.lineId) : part.amountMinor === null));
}

/**
 * How much of what is named fits: of each line what is left of it, and never more than what is left of
 * the order. What is told of the order as a whole comes last.
 * Example: A of 200 with 150 refunded, 100 of A told, room for 80 → 50 of A counted.
 *
 * @param room null where nobody knows what the order is worth
 */
export function fitParts(
  { parts, restMinor }: Parts,
  lines: ReadonlyMap<string, LineState>,
  room: number | null,
): Fitting {
  let left = room ?? Number.POSITIVE_INFINITY;
  let told = restMinor;
  const fits = parts.map((part): PartFit => {
    const line = lines.get(part.lineId) ?? null;
    const toldMinor = part.amountMinor ?? (line ? pieceWorth(line, part.quantity) : 0);
    const ofLine = line ? line.wholeMinor - line.refundedMinor : toldMinor;
    const countedMinor = Math.max(0, Math.min(toldMinor, ofLine, left));
    left -= countedMinor;
    told += toldMinor;
    return { part, line, toldMinor, countedMinor };
  });
  const named = fits.reduce((sum, fit) => sum + fit.countedMinor, 0);
  return { fits, toldMinor: told, countedMinor: named + Math.min(restMinor, left) };
}

/** The line after it. */
export function refundedLine({ line, part, countedMinor }: PartFit): LineState | null {
  if (!line) return null;
  const byQuantity = part.amountMinor === null ? part.quantity : 0;
  return {
    ...line,
    refundedMinor: line.refundedMinor + countedMinor,
    refundedQuantity: Math.min(line.quantity, line.refundedQuantity + part.quantity),
    byQuantity: Math.min(line.quantity, line.byQuantity + byQuantity),
  };
}

/** What of a line's weight is refunded with it: by its money, or by its pieces where it cost none. */
export function weightGone(line: LineState): number {
  const { weight, wholeMinor, refundedMinor, quantity, refundedQuantity } = line;
  const [whole, gone] = wholeMinor > 0 ? [wholeMinor, refundedMinor] : [quantity, refundedQuantity];
  return weight - floorShare(weight, whole - gone, whole);
}

/** What of a refund is named, in money and in weight. */
export function namedOf(fits: readonly PartFit[]): { namedMinor: number; namedWeight: number } {
  const sums = { namedMinor: 0, namedWeight: 0 };
  for (const fit of fits) {
    const after = refundedLine(fit);
    if (!fit.line || !after) continue;
    sums.namedMinor += fit.countedMinor;
    sums.namedWeight += weightGone(after) - weightGone(fit.line);
  }
  return sums;
}

/** Whether a refund or return is told again as it was: who tells it again need not name its lines. */
export function samePartsAgain(known: readonly Part[], again: readonly Part[]): boolean {
  if (again.length === 0) return true;
  if (known.length !== again.length) return false;
  return again.every(({ lineId, quantity, amountMinor }) => {
    const before = known.find((part) => part.lineId === lineId);
    return before?.quantity === quantity && before.amountMinor === amountMinor;
  });
}
