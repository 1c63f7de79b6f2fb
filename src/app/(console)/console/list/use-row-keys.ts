import { type RefObject, useEffect, useEffectEvent } from "react";

interface RowKeys {
  /** What the rows lie in. */
  list: RefObject<HTMLElement | null>;
  onOpen: (id: string) => void;
  onChoose: (id: string) => void;
  onClose: () => void;
}

const rowOf = (element: Element | null) => element?.closest<HTMLElement>("[data-row]") ?? null;

/** Where letters are typed, or mean something else. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const typing = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";
  return target.closest(`${typing}, [role=dialog], [role=menu]`) !== null;
}

/**
 * J and K go from row to row, Enter opens the row that one came to so, X chooses it, Escape closes what is
 * open beside the list. They count on the page of the list, and not where something is typed or asked.
 */
export function useRowKeys({ list, onOpen, onChoose, onClose }: RowKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isTaken(event.target)) return;
    const focus = document.activeElement;
    const page = list.current?.closest("main");
    const isHere = page?.contains(focus) || focus === document.body || focus === null;
    if (!isHere || !list.current) return;
    const row = rowOf(focus);
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const rows = [...list.current.querySelectorAll<HTMLElement>("[data-row]")];
      const at = row ? rows.indexOf(row) + (key === "j" ? 1 : -1) : 0;
      const next = rows[Math.min(Math.max(at, 0), rows.length - 1)];
      next?.querySelector<HTMLElement>("th a")?.focus();
      next?.scrollIntoView({ block: "nearest" });
      for (const one of rows) delete one.dataset.reached;
      if (next) next.dataset.reached = "";
      event.preventDefault();
    } else if (row && event.key === "Enter" && row.dataset.reached !== undefined) {
      onOpen(row.dataset.row ?? "");
      event.preventDefault();
    } else if (row && key === "x") {
      onChoose(row.dataset.row ?? "");
      event.preventDefault();
    } else if (event.key === "Escape") {
      onClose();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
