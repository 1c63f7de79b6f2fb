export interface Toast {
  id: number;
  tone: "good" | "bad";
  text: string;
}

const listeners = new Set<() => void>();
const SHOWN_MAX = 2;
let toasts: readonly Toast[] = [];
let lastId = 0;

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what happened, until it is closed or its time is over (toaster.tsx). */
export function showToast(tone: Toast["tone"], text: string): void {
  lastId += 1;
  // The same once more takes the place of the first; more than two are read by nobody.
  const others = toasts.filter((toast) => toast.text !== text);
  publish([...others.slice(1 - SHOWN_MAX), { id: lastId, tone, text }]);
}

export function hideToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function listenToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}
