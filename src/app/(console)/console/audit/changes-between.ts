export interface Change {
  /** Where it stands: "tiers.GOLD.thresholdMinor". */
  key: string;
  /** Undefined where there was nothing to compare with. */
  before: unknown;
  after: unknown;
}

/**
 * What is different between two records of the same thing, however deep:
 * `changesBetween({ available: 3, owed: 0 }, { available: 10, owed: 0 })` →
 * `[{ key: "available", before: 3, after: 10 }]`. What is empty where there was nothing to compare
 * with says nothing, and neither does the id: the record is named by its target.
 */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys
    .filter((key) => key !== "id" && JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)))
    .map((key) => ({ key, before: was.get(key), after: is.get(key) }))
    .filter((change) => change.before !== undefined || !isEmpty(change.after));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function leavesOf(value: unknown, path: readonly string[] = []): Map<string, unknown> {
  const parts = partsOf(value);
  if (!parts) return new Map(path.length > 0 ? [[path.join("."), value]] : []);
  return new Map(parts.flatMap(([name, part]) => [...leavesOf(part, [...path, name])]));
}

/** The parts of a record, or of a list whose things have a name of their own. */
function partsOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return Object.entries(value);
  const named = value.map((part: unknown) => [nameOf(part), part] as const);
  const isNamed = named.length > 0 && named.every(([name]) => name !== undefined);
  return isNamed ? (named as [string, unknown][]) : null;
}

function nameOf(part: unknown): string | undefined {
  const { code, id } = (part ?? {}) as { code?: unknown; id?: unknown };
  return [code, id].find((name): name is string => typeof name === "string");
}
