export interface Toast {
  id: number;
  tone: "good" | "bad";
  text: string;
}

type Listener = (toasts: readonly Toast[]) => void;

const listeners = new Set<Listener>();
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
  publish([...toasts.slice(-2), { id, tone, text }]);
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
