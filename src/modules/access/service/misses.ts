import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import { runWork, type Work, type WorkOrigin } from "@/platform/work";
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

interface Place {
  underway: number;
  missed: number;
  /** When what was wrong counts no more. */
  until: number;
}

/** Of this process. What all count together is in the database, and known there a moment later. */
const places = new Map<string, Place>();
const PLACES_MAX = 10_000;
const CLEARED_EVERY_MS = 60_000;
let clearedAt = 0;

/** How many are watched here: those on their way, and those that were wrong lately. */
export const watchedPlaces = () => places.size;

function clear(now: number): void {
  if (places.size <= PLACES_MAX || now < clearedAt + CLEARED_EVERY_MS) return;
  clearedAt = now;
  for (const [key, { underway, until }] of places) {
    if (underway === 0 && until <= now) places.delete(key);
  }
}

/** Not among those that are watched before something of it is on its way. */
function placeOf(id: string): Place {
  const now = Date.now();
  clear(now);
  const known = places.get(id) ?? { underway: 0, missed: 0, until: 0 };
  if (known.until <= now) Object.assign(known, { missed: 0, until: now + WINDOW_SECONDS * 1000 });
  return known;
}

/**
 * A look at whatever a code finds: null is a wrong one, and counted. No more are looked at in a process at once
 * than may still be wrong: a thousand would all have been before the first was counted. Nobody waits: whoever
 * did would stand in the way of those that are on their way.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED after too many wrong ones, whether this one is right or not
 */
export async function tried<Found>(
  origin: WorkOrigin,
  missing: readonly Missing[],
  look: () => Promise<Found | null>,
): Promise<Found | null> {
  const own = missing.map((one) => {
    const { id } = counterOf(one);
    return { one, id, place: placeOf(id) };
  });
  for (const { one, place } of own) {
    if (place.missed >= one.most) refuse(place.until - Date.now());
    if (place.missed + place.underway >= one.most) refuse(0);
  }
  for (const { id, place } of own) {
    places.set(id, place);
    place.underway += 1;
  }
  let isWrong = false;
  try {
    for (const { one } of own) await requireMayTry(one);
    const found = await look();
    isWrong = found === null;
    if (isWrong) for (const { one } of own) await missed(origin, one);
    return found;
  } finally {
    for (const { id, place } of own) {
      place.underway -= 1;
      if (isWrong) place.missed += 1;
      // Of what was right there is nothing to know: every customer of a busy day would be kept.
      if (place.underway === 0 && place.missed === 0) places.delete(id);
    }
  }
}

/** @throws DomainError RATE_LIMIT_EXCEEDED after too many wrong ones, whatever comes next */
export async function requireMayTry(missing: Missing, db?: Reader): Promise<void> {
  const now = new Date();
  const window = await usedUntil(counterOf(missing).id, now, db);
  if (window && window.used >= missing.most) refuse(window.endsAt.getTime() - now.getTime());
}

/** Whether there were too many wrong ones, for an act that nothing wrong refuses. */
export function isSpent(db: Reader, missing: Missing): Promise<boolean> {
  return requireMayTry(missing, db).then(
    () => false,
    (error: unknown) => {
      if (error instanceof DomainError) return true;
      throw error;
    },
  );
}

/** Counts a wrong one, or several, in a transaction of its own. */
export async function missed(origin: WorkOrigin, missing: Missing, times = 1): Promise<void> {
  // In no lane of the act's: those who wait in it would all be told before.
  const turn = { kind: "write", caller: origin.caller.actor } as const;
  await runWork({ ...origin, turn }, null, (work) => missedIn(work, missing, times));
}

/** The same with an act that goes through whatever was wrong: nobody else counts on the counter. */
export async function missedIn({ tx }: Work, missing: Missing, times: number): Promise<void> {
  const now = new Date();
  const counter = counterOf(missing);
  const found = (await lockCounts(tx, [counter], now)).get(counter.id);
  invariant(found, "a counter that was locked is there");
  const { row } = begun(found, counter, now);
  saveCount(tx, { ...row, used: row.used + times });
}
