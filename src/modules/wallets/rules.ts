/** When who holds a card is told of a change, and what an answer means. */

/** Whatever happens to a member within as long is told at once. */
export const GATHER_MS = 3_000;

const DELAYS_SECONDS = [5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600];

/**
 * @param attempts how many there were, this one included
 * @returns null where it is given up: the next change is told again
 */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const seconds = DELAYS_SECONDS[attempts - 1];
  return seconds === undefined ? null : new Date(now.getTime() + seconds * 1000);
}

const REST_MAX_SECONDS = 300;

/** For how long a maker is left alone who answered so many times in a row that it takes nothing. */
export function restMs(failures: number): number {
  return Math.min(REST_MAX_SECONDS, 2 ** Math.min(failures, 16)) * 1000;
}

/**
 * GONE: whoever was to be told is not there any more. `isAway`: so is everybody else behind the same door,
 * who need not be tried meanwhile.
 */
export type Outcome =
  | { result: "TOLD" }
  | { result: "GONE" }
  | { result: "FAILED"; error: string; isAway: boolean };

const GONE_TOKENS = ["BadDeviceToken", "DeviceTokenNotForTopic", "Unregistered", "ExpiredToken"];

/** What Apple's push service says: a status, and a reason where it is no 200. */
export function outcomeOfPush(status: number, reason: string): Outcome {
  if (status === 200) return { result: "TOLD" };
  if (status === 410 || GONE_TOKENS.includes(reason)) return { result: "GONE" };
  const isOne = status === 400 || (status === 429 && reason === "TooManyRequests");
  return { result: "FAILED", error: `PUSH_${status}`, isAway: !isOne };
}

/** What Google says to a change of an object. */
export function outcomeOfPatch(status: number): Outcome {
  if (status >= 200 && status < 300) return { result: "TOLD" };
  if (status === 404) return { result: "GONE" };
  return { result: "FAILED", error: `GOOGLE_${status}`, isAway: status !== 400 && status !== 409 };
}

/** Before a link is taken for one that nobody followed: the card is made when it is. */
export const FOLLOWED_WITHIN_MS = 86_400_000;

/** So long phones of somebody who has left may ask for what their card says now: nothing. */
export const ENDED_KEPT_MS = 86_400_000;

/** Of one card; the oldest makes room. */
export const DEVICES_MAX = 10;

/** As passes and headers say it, without parts of a second. */
export function wholeSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

/** A moment as a phone was told it; whatever is none asks for all. */
export function sinceOf(told: string | undefined): Date {
  const seconds = Number(told);
  return new Date(/^\d{1,10}$/.test(told ?? "") ? seconds * 1000 : 0);
}
