export interface Toast {
  id: number;
  tone: "good" | "bad";
  text: string;
}

type Listener = (toasts: readonly Toast[]) => void;

const listeners = new Set<Listener>();
const SHOWN_MAX = 2;
let toasts: readonly Toast[] = [];
let lastId = 0;

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener(toasts);
}

/** Says what happened. A failure stays twice as long: it is read, not just noticed. */
export function showToast(tone: Toast["tone"], text: string): void {
  lastId += 1;
  const id = lastId;
  // The same once more takes the place of the first; more than two are read by nobody.
  const others = toasts.filter((toast) => toast.text !== text);
  publish([...others.slice(1 - SHOWN_MAX), { id, tone, text }]);
  setTimeout(() => hideToast(id), tone === "good" ? 6_000 : 12_000);
}

export function hideToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function listenToToasts(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}
