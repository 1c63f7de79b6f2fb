import type { Lot, Touch } from "./types";

export interface Consumption {
  parts: { lotId: number; points: number }[];
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
): Consumption {
  const parts: Consumption["parts"] = [];
  let missing = points;
  for (const lot of lots) {
    if (missing === 0) break;
    if (lot.expiresAt <= now) continue;
    const part = Math.min(lot.remaining, missing);
    if (part === 0) continue;
    parts.push({ lotId: lot.id, points: part });
    missing -= part;
  }
  return { parts, missing };
}

/** Taken for good. */
export function asSpent(parts: Consumption["parts"]): Touch[] {
  return parts.map(({ lotId, points }) => ({ lotId, points: -points, frozen: 0 }));
}
