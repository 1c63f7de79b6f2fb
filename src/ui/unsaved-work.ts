"use client";

import { useEffect } from "react";

/**
 * What was typed and is saved nowhere, of the whole page: whoever would take it away asks first.
 * One for the document, as toasts are.
 */

type Listener = () => void;

const holders = new Set<symbol>();
const listeners = new Set<Listener>();
let question: ((leave: boolean) => void) | null = null;

function tell(): void {
  for (const listener of listeners) listener();
}

export function listenToUnsavedWork(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function hasUnsavedWork(): boolean {
  return holders.size > 0;
}

export function isAsking(): boolean {
  return question !== null;
}

/** Holds the page back while something typed would be lost; no longer once it is being saved. */
export function useUnsavedWork(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const holder = Symbol("unsaved work");
    holders.add(holder);
    tell();
    return () => {
      holders.delete(holder);
      tell();
    };
  }, [unsaved]);
}

/** Asks whether what was typed may go. A question that is open already is answered with no. */
export function askToDiscard(): Promise<boolean> {
  question?.(false);
  return new Promise((resolve) => {
    question = resolve;
    tell();
  });
}

export function answerQuestion(leave: boolean): void {
  const answer = question;
  question = null;
  tell();
  answer?.(leave);
}

/** Whether the page may be left: at once where nothing would be lost, else as it is answered. */
export async function askToLeave(): Promise<boolean> {
  if (!hasUnsavedWork()) return true;
  const leave = await askToDiscard();
  // Nobody is asked a second time on the way out.
  if (leave) holders.clear();
  tell();
  return leave;
}
