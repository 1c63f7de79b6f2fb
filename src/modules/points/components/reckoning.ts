import { fieldIn, listIn, numberIn } from "@/platform/loose";

/**
 * How an entry's points came about, in figures: from what the entry itself keeps of its decision, and never
 * by the rules of today. Where that does not make its points, less is said.
 */

export interface Factor {
  of: "tier" | "benefit" | "activity";
  multiplierPct: number;
}

export interface Reckoning {
  base: number;
  /** The base is the whole yuan that were paid. */
  isYuan: boolean;
  /** Those that did something, in their order. */
  factors: Factor[];
  /** Of goods that bring points whatever their price. */
  fixedPoints: number;
  /** Base times factors and fixed points, exactly: "508.5". */
  product: string;
  /** What it became; activities on single lines come on top. */
  points: number;
  end: "exact" | "rounded" | "capped";
}

const FACTORS = ["tier", "benefit", "activity"] as const;

/**
 * The figures of an order's points. Example: base 339, tier 150, activity 200 and 1,017 points →
 * 339 × 1.5 × 2 = 1017, exact; with tier 150 alone 508.5, rounded to 508.
 *
 * @param points what the entry says came of it
 * @returns null where what is kept makes fewer points than came
 */
export function reckoningOf(
  breakdown: unknown,
  points: number,
  paidMinor?: unknown,
): Reckoning | null {
  const base = numberIn(breakdown, "base");
  if (base === undefined || base < 0) return null;
  const factors = FACTORS.flatMap((of) => {
    if (fieldIn(breakdown, of) === undefined) return [];
    const multiplierPct = numberIn(fieldIn(breakdown, of), "multiplierPct");
    return multiplierPct === 100 ? [] : [{ of, multiplierPct: multiplierPct ?? -1 }];
  });
  // A figure that can't be read makes nothing.
  if (factors.some(({ multiplierPct }) => multiplierPct < 0)) return null;
  const fixedPoints = sumOf(listIn(breakdown, "goods"), "fixedPoints");
  const added = sumOf(listIn(breakdown, "activities"), "points");
  const own = points - added;
  const scale = 100n ** BigInt(factors.length);
  const whole = factors.reduce(
    (product, { multiplierPct }) => product * BigInt(multiplierPct),
    BigInt(base),
  );
  const exact = whole + BigInt(fixedPoints) * scale;
  const rounded = Number(exact / scale);
  if (own < 0 || rounded < own) return null;
  const end = rounded > own ? "capped" : exact % scale === 0n ? "exact" : "rounded";
  const isYuan = typeof paidMinor === "number" && Math.floor(paidMinor / 100) === base;
  return {
    ...{ base, isYuan: isYuan && fieldIn(breakdown, "goods") === undefined, factors, fixedPoints },
    ...{ product: decimal(exact, factors.length * 2), points: own, end },
  };
}

const sumOf = (parts: readonly unknown[], name: string) =>
  parts.reduce<number>((sum, part) => sum + (numberIn(part, name) ?? 0), 0);

/** `decimal(50850n, 2)` → "508.5" */
function decimal(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, "");
  return fraction ? `${whole}.${fraction}` : whole;
}
