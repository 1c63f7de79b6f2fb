import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { env } from "@/env";
import type { Caller } from "./auth";
import { DomainError } from "./errors";
import { networkOf } from "./network";

/** Requests a minute of a caller, counted in this process by real time. */

declare global {
  var __memberSystemLimits: Map<number, RateLimiterMemory> | undefined;
}

function limiter(points: number): RateLimiterMemory {
  globalThis.__memberSystemLimits ??= new Map();
  const limits = globalThis.__memberSystemLimits;
  let found = limits.get(points);
  if (!found) {
    found = new RateLimiterMemory({ points, duration: 60 });
    limits.set(points, found);
  }
  return found;
}

function headers(limit: number, state: RateLimiterRes): [string, string][] {
  const seconds = Math.ceil(state.msBeforeNext / 1000);
  return [
    ["RateLimit-Policy", `"minute";q=${limit};w=60`],
    ["RateLimit", `"minute";r=${Math.max(0, state.remainingPoints)};t=${seconds}`],
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
  for (const [place, budget] of budgetsOf(door, caller, remoteAddress).entries()) {
    const tell = (state: RateLimiterRes) => {
      for (const [name, value] of headers(budget.limit, state)) answer.set(name, value);
    };
    try {
      const state = await limiter(budget.limit).consume(budget.key, calls);
      // What a region has is told only where it is what refuses.
      if (place === 0) tell(state);
    } catch (state) {
      if (state instanceof Error) throw state;
      const refused = state as RateLimiterRes;
      tell(refused);
      const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds });
    }
  }
}
