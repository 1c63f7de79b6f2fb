import type { Lot, Touch } from "./types";

export interface Taken {
  taken: { lotId: number; points: number }[];
  /** Points that the lots did not have. */
  missing: number;
}

/**
 * Points are taken from the lots in the order given (earliest expiry first, then oldest), so that a
 * member never loses points they could have spent. Lots past their moment count as nothing.
 * Example: consumeLots([a: 30, b: 20], 40, now) → { taken: [a 30, b 10], missing: 0 }.
 */
export function consumeLots(
  lots: readonly Pick<Lot, "id" | "remaining" | "expiresAt">[],
  points: number,
  now: Date,
): Taken {
  const taken: Taken["taken"] = [];
  let missing = points;
  for (const lot of lots) {
    if (missing === 0) break;
    if (lot.expiresAt <= now) continue;
    const part = Math.min(lot.remaining, missing);
    if (part === 0) continue;
    taken.push({ lotId: lot.id, points: part });
    missing -= part;
  }
  return { taken, missing };
}

/** Taken for good. */
export function asSpent(taken: Taken["taken"]): Touch[] {
  return taken.map(({ lotId, points }) => ({ lotId, points: -points, frozen: 0 }));
}
