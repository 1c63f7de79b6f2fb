"use client";

import { useRef } from "react";
import { failureOf } from "./client";

/** What leaves open whether the act was done: only its repetition under the same key tells. */
const UNCERTAIN = [
  "UNREACHABLE",
  "SERVICE_UNAVAILABLE",
  "INTERNAL_ERROR",
  "IDEMPOTENCY_IN_PROGRESS",
];

/** `crypto.randomUUID` is there over https only. */
function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Runs an act under a key that stays the same for the same wish until an answer has come. */
export function useActKey() {
  const open = useRef<{ wish: string; key: string } | null>(null);

  return async function act<T>(
    wish: unknown,
    run: (options: { context: { idempotencyKey: string } }) => Promise<T>,
  ): Promise<T> {
    const text = JSON.stringify(wish);
    if (open.current?.wish !== text) open.current = { wish: text, key: drawKey() };
    try {
      const answer = await run({ context: { idempotencyKey: open.current.key } });
      open.current = null;
      return answer;
    } catch (error) {
      if (!UNCERTAIN.includes(failureOf(error).code)) open.current = null;
      throw error;
    }
  };
}
