const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is waited after the first, second … failed attempt: fifteen attempts within three days. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
  8 * HOUR,
];

/** The part of a delay that chance decides, so that receivers are not met by all at once again. */
const JITTER = 0.1;

/**
 * When a delivery that failed is tried again, or null when it is given up. Example: after the third
 * failure 2 minutes later, give or take 12 seconds.
 *
 * @param failed attempts so far, the last one among them
 * @param chance from 0 up to 1
 */
export function nextAttemptAt(failed: number, now: Date, chance: number): Date | null {
  const delay = RETRY_DELAYS_MS[failed - 1];
  if (delay === undefined) return null;
  return new Date(now.getTime() + Math.round(delay * (1 - JITTER + 2 * JITTER * chance)));
}

const FAILURES_BEFORE_PAUSE = 10;
const FAILING_BEFORE_PAUSE_MS = DAY;

/**
 * Whether an endpoint is left alone until somebody has looked at it: every attempt of a whole day
 * failed, and they were ten at least. Example: 9 failures in 30 hours → no; 10 → yes.
 */
export function isPauseDue(facts: { failures: number; failingSince: Date }, now: Date): boolean {
  const failingMs = now.getTime() - facts.failingSince.getTime();
  return facts.failures >= FAILURES_BEFORE_PAUSE && failingMs >= FAILING_BEFORE_PAUSE_MS;
}

/** Nothing but a 2xx is a receipt; a redirect is not followed. Example: 204 → yes, 302 → no. */
export function isReceipt(statusCode: number): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** The receiver says that it is gone for good. */
export const GONE = 410;

/** `*` is every type. Example: "tier.changed,points.earned" → both; "*" → null. */
export function typesOf(stored: string): string[] | null {
  return stored === "*" ? null : stored.split(",");
}

/** The other way round, each once. */
export function storedTypes(types: readonly string[] | null): string {
  return types === null ? "*" : [...new Set(types)].join(",");
}
