export const marks = (ids: readonly unknown[]) => ids.map(() => "?").join(",");

/**
 * A list of as many values as a power of two, the last one repeated: a prepared statement for each
 * length of page would drive the others out of the cache.
 */
export function padded<T>(ids: readonly T[]): T[] {
  const last = ids.at(-1);
  if (last === undefined) return [];
  const length = 2 ** Math.ceil(Math.log2(ids.length));
  return [...ids, ...Array<T>(length - ids.length).fill(last)];
}
