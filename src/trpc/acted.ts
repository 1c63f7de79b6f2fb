/** That something was done: whatever a page has asked may have another answer now, whoever asked it. */

type Listener = () => void;

const listeners = new Set<Listener>();
let acts = 0;

export function tellActed(): void {
  acts += 1;
  for (const listener of listeners) listener();
}

/** How often anything was done since the document was opened. */
export const actsSoFar = () => acts;

/** @returns how not to hear of it any more */
export function onActed(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
