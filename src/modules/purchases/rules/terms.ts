/** By what an order's points were decided when it came: its edits are priced by the same. */
export interface Terms {
  programVersion: number;
  /** The member's tier before the order. */
  tier: { code: string; multiplierPct: number };
  /** The benefit that is used up for it; null for none. What activities add is planned anew. */
  boost: { multiplierPct: number; breakdown: Record<string, unknown> } | null;
}

/** Of an order that earned in the system before: here it counts to the spend, and earns nothing, edited or not. */
export function importedTerms(programVersion: number, code: string): string {
  const terms: Terms = { programVersion, tier: { code, multiplierPct: 0 }, boost: null };
  return JSON.stringify({ ...terms, imported: true });
}

/** Whether an order came by an import. */
export function isImported(terms: string | null): boolean {
  return terms !== null && fieldOf(JSON.parse(terms), "imported") === true;
}

/** What an activity was charged for an order before it was kept with its uses. */
export interface Charged {
  activityId: number;
  points: number;
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
 * Example: tier SILVER 120 and an activity of 200 that gave 80 points → the tier, and the activity charged 80.
 */
export function termsOfEntry({
  programVersionId,
  breakdown,
}: Said): { terms: Terms; charged: Charged[] } | null {
  const { tier, benefit, activity } = breakdown;
  const [code, multiplierPct] = [fieldOf(tier, "code"), numberOf(tier, "multiplierPct")];
  if (typeof code !== "string" || multiplierPct === null) return null;
  const byBenefit = numberOf(benefit, "multiplierPct");
  const boost = byBenefit === null ? null : { multiplierPct: byBenefit, breakdown: { benefit } };
  const points = numberOf(activity, "points") ?? 0;
  const charged = points > 0 ? [{ activityId: Number(fieldOf(activity, "id")), points }] : [];
  return {
    terms: { programVersion: programVersionId, tier: { code, multiplierPct }, boost },
    charged,
  };
}
