import { DomainError, invariant } from "@/platform/errors";
import { runWork, type WorkOrigin } from "@/platform/work";
import { lockCounts, saveCount, usedUntil } from "../store/sign-in-counts";
import { begun, type Counter, counterId } from "./sign-in-counts";

/**
 * Wrong tries at things that are found by a code alone, of all processes together and by real time. What
 * is right costs one read.
 */

export interface Missing {
  /** What is tried, and by whom. */
  kind: string;
  whose: string;
  /** Wrong ones in ten minutes. */
  most: number;
}

const WINDOW_SECONDS = 600;

function counterOf({ kind, whose }: Missing): Counter {
  return { id: counterId(kind, whose), kind, seconds: WINDOW_SECONDS };
}

/** @throws DomainError RATE_LIMIT_EXCEEDED after too many wrong ones, whatever comes next */
export async function requireMayTry(missing: Missing): Promise<void> {
  const now = new Date();
  const window = await usedUntil(counterOf(missing).id, now);
  if (!window || window.used < missing.most) return;
  const waitMs = window.endsAt.getTime() - now.getTime();
  throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}

/** Counts a wrong one, or several, in a transaction of its own. */
export async function missed(origin: WorkOrigin, missing: Missing, times = 1): Promise<void> {
  const now = new Date();
  const counter = counterOf(missing);
  await runWork(origin, null, async (work) => {
    const found = (await lockCounts(work.tx, [counter], now)).get(counter.id);
    invariant(found, "a counter that was locked is there");
    const { row } = begun(found, counter, now);
    saveCount(work.tx, { ...row, used: row.used + times });
  });
}
