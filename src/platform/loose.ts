/** Reads JSON that was kept by whatever release: what is not there, or is something else, is undefined. Small, for pages carry it. */

export function fieldIn(part: unknown, name: string): unknown {
  const isObject = typeof part === "object" && part !== null && !Array.isArray(part);
  return isObject && Object.hasOwn(part, name)
    ? (part as Record<string, unknown>)[name]
    : undefined;
}

export function numberIn(part: unknown, name: string): number | undefined {
  const value = fieldIn(part, name);
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

export function textIn(part: unknown, name: string): string | undefined {
  const value = fieldIn(part, name);
  return typeof value === "string" ? value : undefined;
}

export function listIn(part: unknown, name: string): readonly unknown[] {
  const value = fieldIn(part, name);
  return Array.isArray(value) ? value : [];
}
