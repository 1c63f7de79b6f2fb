/** Sums by a key, such as a day: what the events of a page add to the rows of one table. */
export class Tally<Name extends string> {
  private readonly rows = new Map<string, { key: Key; sums: Record<Name, number> }>();

  constructor(private readonly names: readonly Name[]) {}

  add(key: Key, changes: Partial<Record<Name, number>>): void {
    const text = key.join("|");
    const known = this.rows.get(text) ?? { key, sums: this.nothing() };
    this.rows.set(text, known);
    for (const name of this.names) known.sums[name] += changes[name] ?? 0;
  }

  /** The rows that change, in the order of their keys. */
  changes(): { key: Key; sums: Record<Name, number> }[] {
    return [...this.rows]
      .filter(([, { sums }]) => this.names.some((name) => sums[name] !== 0))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => row);
  }

  private nothing(): Record<Name, number> {
    return Object.fromEntries(this.names.map((name) => [name, 0])) as Record<Name, number>;
  }
}

/** The values of a table's key, in its order. */
export type Key = readonly (string | number)[];

export const DAY_FIGURES = [
  "enrolled",
  "closed",
  "activeDelta",
  "earned",
  "redeemed",
  "expired",
  "clawedBack",
  "restored",
  "adjusted",
  "forfeited",
  "writtenOff",
  "outstandingDelta",
  "owedDelta",
  "orders",
  "spendMinor",
  "refundedMinor",
] as const;
export type DayFigure = (typeof DAY_FIGURES)[number];

export const BENEFIT_FIGURES = ["uses", "valueMinor", "points"] as const;
export type BenefitFigure = (typeof BENEFIT_FIGURES)[number];

export const ACTIVITY_FIGURES = ["participants", "pointsGiven", "orders", "spendMinor"] as const;
export type ActivityFigure = (typeof ACTIVITY_FIGURES)[number];

export const COUPON_FIGURES = [
  "issued",
  "used",
  "unused",
  "voided",
  "discountMinor",
  "orders",
  "spendMinor",
] as const;
export type CouponFigure = (typeof COUPON_FIGURES)[number];

export const SALES_FIGURES = ["orders", "spendMinor", "points"] as const;
export type SalesFigure = (typeof SALES_FIGURES)[number];

export const SAVING_FIGURES = ["count", "valueMinor"] as const;
export type SavingFigure = (typeof SAVING_FIGURES)[number];
