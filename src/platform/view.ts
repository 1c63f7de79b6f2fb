import type { Reader } from "./db";

/**
 * What a request looks at the database through, and what it keeps of it: read once, it is the same for
 * the whole request, whoever asks for it.
 */
export interface View {
  readonly db: Reader;
  /** Keeps something for the length of the request, such as the rules that decide in it. */
  keep<T>(key: string, value: T): T;
  found<T>(key: string): T | undefined;
}

/** A place to keep things in, for as long as it is held. */
export function memory(): Pick<View, "keep" | "found"> {
  const kept = new Map<string, unknown>();
  return {
    keep: (key, value) => {
      kept.set(key, value);
      return value;
    },
    found: <T>(key: string) => kept.get(key) as T | undefined,
  };
}

/** What is kept under a key, or else is read now and kept. */
export function once<T>(view: View, key: string, read: () => T): T {
  return view.found<T>(key) ?? view.keep(key, read());
}
