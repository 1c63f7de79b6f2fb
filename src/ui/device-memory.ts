/**
 * What a browser remembers of the person who uses it, and the only place where anything is: all of it goes when they
 * sign out, whatever it is. A browser that keeps nothing remembers nothing, and nothing is decided by it.
 */

const OWN = "own:";
/** As it was called by releases before. */
const BEFORE = /^(pocket|pocket-codes|points-seen|palette .*)$/;

export function remembered<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(OWN + name) ?? "null") as T | null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(OWN + name, JSON.stringify(value));
  } catch {
    return;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(OWN + name);
  } catch {
    return;
  }
}

export function forgetEverything(): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(OWN) || BEFORE.test(name)) localStorage.removeItem(name);
    }
  } catch {
    return;
  }
}
