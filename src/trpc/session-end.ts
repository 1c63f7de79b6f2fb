/**
 * That an act was refused because nobody is signed in any more. One for the document: whichever form or
 * button it was, the same question is asked above it, and what was typed below stays.
 */

type Listener = () => void;

const listeners = new Set<Listener>();
let ended = false;

export function setSessionEnded(next: boolean): void {
  ended = next;
  for (const listener of listeners) listener();
}

export function isSessionEnded(): boolean {
  return ended;
}

export function listenToSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
