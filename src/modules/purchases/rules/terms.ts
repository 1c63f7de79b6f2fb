/** By what an order's points were decided when it came: its edits are priced by the same. */
export interface Terms {
  programVersion: number;
  /** The member's tier before the order. */
  tier: { code: string; multiplierPct: number };
  /** What multiplied it beside the tier; null where nothing raised its points. */
  boost: {
    multiplierPct: number;
    breakdown: Record<string, unknown>;
    /** The activity that did, how much else would have, and what its budget was charged for the order. */
    activity: { id: number; otherPct: number; charged: number } | null;
  } | null;
}

interface Said {
  programVersionId: number;
  breakdown: Record<string, unknown>;
}

const fieldOf = (part: unknown, name: string): unknown =>
  typeof part === "object" && part !== null ? (part as Record<string, unknown>)[name] : undefined;

const numberOf = (part: unknown, name: string): number | null => {
  const value = fieldOf(part, name);
  return typeof value === "number" ? value : null;
};

/**
 * The terms of an order that came before they were kept, from the entry that it earned by.
 * Example: tier SILVER 120 and an activity of 200 that gave 80 points → the same, charged 80.
 */
export function termsOfEntry({ programVersionId, breakdown }: Said): Terms | null {
  const { tier, benefit, activity } = breakdown;
  const [code, multiplierPct] = [fieldOf(tier, "code"), numberOf(tier, "multiplierPct")];
  if (typeof code !== "string" || multiplierPct === null) return null;
  const terms = { programVersion: programVersionId, tier: { code, multiplierPct } };
  const byActivity = numberOf(activity, "multiplierPct");
  const byBenefit = numberOf(benefit, "multiplierPct");
  if (byActivity !== null) {
    const charged = numberOf(activity, "points") ?? 0;
    const id = Number(fieldOf(activity, "id"));
    return {
      ...terms,
      boost: {
        multiplierPct: byActivity,
        breakdown: { activity },
        activity: { id, otherPct: 100, charged },
      },
    };
  }
  if (byBenefit === null) return { ...terms, boost: null };
  return {
    ...terms,
    boost: { multiplierPct: byBenefit, breakdown: { benefit }, activity: null },
  };
}
