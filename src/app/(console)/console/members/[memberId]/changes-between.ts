export interface Change {
  key: string;
  /** Undefined where there was nothing to compare with. */
  before: unknown;
  after: unknown;
}

/**
 * What is different between two records of the same thing:
 * `changesBetween({ available: 3, owed: 0 }, { available: 10, owed: 0 })` →
 * `[{ key: "available", before: 3, after: 10 }]`.
 */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const was = isRecord(before) ? before : {};
  const is = isRecord(after) ? after : {};
  return Object.keys({ ...was, ...is })
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map((key) => ({ key, before: was[key], after: is[key] }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
