"use client";

import { useEffect } from "react";
import type { DialogProps } from "./dialog-sheet";
import { useLater } from "./use-later";

const loadSheet = async () => (await import("./dialog-sheet")).DialogSheet;

/**
 * A question that has to be answered first: a sheet from below on phones, a card elsewhere. What is
 * marked `data-autofocus` has the focus first, else the button that closes. One that could not be
 * loaded is closed again, to be opened once more.
 */
export function Dialog(props: DialogProps) {
  const Sheet = useLater(loadSheet, props.open, () => props.onOpenChange(false));
  return Sheet ? <Sheet {...props} /> : null;
}

/** For a dialog that has to open without a connection, too: fetched once the page itself is there. */
export function useDialogAtHand(): void {
  useEffect(() => {
    const timer = setTimeout(() => void loadSheet().catch(() => undefined), 1000);
    return () => clearTimeout(timer);
  }, []);
}
