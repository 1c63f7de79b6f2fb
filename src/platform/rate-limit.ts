import { env } from "@/env";
import type { Caller } from "./auth";
import { DomainError } from "./errors";
import { networkOf } from "./network";
import { primary } from "./processes/own-primary";
import { sharingHere } from "./processes/shares";
import { type Call, type Counted, countHere } from "./rate-counts";
import { SharedCounts } from "./rate-share";

/** Requests a minute of a caller by real time, counted for all processes of a server together. */

let shared: SharedCounts | undefined;

/** A process alone counts by itself. */
function counted(call: Call): Promise<Counted> {
  const own = primary();
  if (!own) return countHere(call);
  shared ??= new SharedCounts((calls) => own.ask("count", calls), sharingHere());
  return shared.count(call);
}

function headers(limit: number, { remaining, msBeforeNext }: Counted): [string, string][] {
  const seconds = Math.ceil(msBeforeNext / 1000);
  return [
    ["RateLimit-Policy", `"minute";q=${limit};w=60`],
    ["RateLimit", `"minute";r=${remaining};t=${seconds}`],
  ];
}

/** A page asks for several things at once where a service asks for one. */
const CALLS_OF_A_PAGE = 5;

export type Door = "rest" | "trpc" | "page";

/** Addresses whose strangers a region has together: a customer of a provider may have all of a /48. */
const ADDRESSES_OF_A_REGION = 4;

interface Budget {
  limit: number;
  key: string;
}

/**
 * Whose requests are counted together, and how many are allowed. The doors are counted apart, so that
 * a page that is busy leaves the API to its person; strangers are counted by address and by region,
 * through both doors of the API.
 */
function budgetsOf(door: Door, caller: Caller, remoteAddress: string): Budget[] {
  const { ANONYMOUS_PAGE_RATE_PER_MINUTE, ANONYMOUS_RATE_PER_MINUTE, PAGE_RATE_PER_MINUTE } = env();
  if (caller.kind === "anonymous") {
    return door === "page"
      ? ofStrangers(ANONYMOUS_PAGE_RATE_PER_MINUTE, "page ", remoteAddress)
      : ofStrangers(ANONYMOUS_RATE_PER_MINUTE, "", remoteAddress);
  }
  const ofDoor = { page: PAGE_RATE_PER_MINUTE, rest: caller.ratePerMinute, trpc: null }[door];
  const limit = door === "trpc" ? (caller.ratePerMinute ?? 0) * CALLS_OF_A_PAGE : ofDoor;
  return limit ? [{ limit, key: `${door} ${caller.actor}` }] : [];
}

function ofStrangers(limit: number, what: string, remoteAddress: string): Budget[] {
  if (limit === 0) return [];
  const { near, region } = networkOf(remoteAddress);
  return [
    { limit, key: `${what}address ${near}` },
    { limit: ADDRESSES_OF_A_REGION * limit, key: `${what}region ${region}` },
  ];
}

/**
 * Counts a request, or as many `calls` as came in it or as it is worth; adds the RateLimit headers.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED with retryAfterSeconds
 */
export async function countRequest(
  door: Door,
  caller: Caller,
  remoteAddress: string,
  answer: Map<string, string>,
  calls = 1,
): Promise<void> {
  for (const [place, { limit, key }] of budgetsOf(door, caller, remoteAddress).entries()) {
    const state = await counted({ key, limit, calls });
    // What a region has is told only where it is what refuses.
    if (place === 0 || state.isOver) {
      for (const [name, value] of headers(limit, state)) answer.set(name, value);
    }
    if (!state.isOver) continue;
    const retryAfterSeconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
    throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds });
  }
}

/** A call that was counted before it was known whose it is, and was not a stranger's. */
export async function giveBack(door: Door, caller: Caller, remoteAddress: string): Promise<void> {
  for (const { limit, key } of budgetsOf(door, caller, remoteAddress)) {
    await counted({ key, limit, calls: -1 });
  }
}
