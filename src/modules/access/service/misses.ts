import type { Reader } from "@/platform/db";
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

function refuse(waitMs: number): never {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds });
}

/**
 * A look at whatever a code finds: null is a wrong one, and counted. Of one counter no more are looked at in a
 * process at once than may still be wrong: a thousand would all have been before the first was counted.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED after too many wrong ones, whether this one is right or not
 */
export async function tried<Found>(
  origin: WorkOrigin,
  missing: readonly Missing[],
  look: () => Promise<Found | null>,
): Promise<Found | null> {
  const [first, ...others] = missing;
  if (!first) return look();
  const { found } = await underway(counterOf(first).id, async (tries) => {
    if (!(await roomFor(first, tries))) return null;
    const one = await tried(origin, others, look);
    if (one === null) await missed(origin, first);
    return { found: one };
  });
  return found;
}

/** @throws DomainError RATE_LIMIT_EXCEEDED after too many wrong ones, whatever comes next */
export async function requireMayTry(missing: Missing, db?: Reader): Promise<void> {
  await roomFor(missing, 1, db);
}

/**
 * Whether so many tries at once may all be wrong; one may where any may.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED
 */
async function roomFor(missing: Missing, tries: number, db?: Reader): Promise<boolean> {
  const now = new Date();
  const window = await usedUntil(counterOf(missing).id, now, db);
  const used = window?.used ?? 0;
  if (window && used >= missing.most) refuse(window.endsAt.getTime() - now.getTime());
  return used + tries <= missing.most;
}

interface Place {
  tries: number;
  waiting: (() => void)[];
}

const places = new Map<string, Place>();

/**
 * Runs a try with how many there are at that moment, itself among them; null is that it has to wait until
 * another one has ended.
 */
async function underway<Done>(
  id: string,
  run: (tries: number) => Promise<Done | null>,
): Promise<Done> {
  for (;;) {
    const place = places.get(id) ?? { tries: 0, waiting: [] };
    places.set(id, place);
    place.tries += 1;
    let isOver = true;
    try {
      const done = await run(place.tries);
      if (done !== null) return done;
      isOver = false;
    } finally {
      place.tries -= 1;
      if (isOver) place.waiting.shift()?.();
      if (place.tries === 0 && place.waiting.length === 0) places.delete(id);
    }
    // With nobody before it, it is the next one itself.
    if (place.tries > 0) await new Promise<void>((resolve) => place.waiting.push(resolve));
  }
}

/** Counts a wrong one, or several, in a transaction of its own. */
export async function missed(origin: WorkOrigin, missing: Missing, times = 1): Promise<void> {
  const now = new Date();
  const counter = counterOf(missing);
  // In no lane of the act's: those who wait in it would all be told before.
  const turn = { kind: "write", caller: origin.caller.actor } as const;
  await runWork({ ...origin, turn }, null, async (work) => {
    const found = (await lockCounts(work.tx, [counter], now)).get(counter.id);
    invariant(found, "a counter that was locked is there");
    const { row } = begun(found, counter, now);
    saveCount(work.tx, { ...row, used: row.used + times });
  });
}
