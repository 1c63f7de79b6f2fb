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

/**
 * Whose requests are counted together, and how many are allowed. The doors are counted apart, so that
 * a page that is busy leaves the API to its person; strangers are counted by address, through both
 * doors of the API.
 */
function budgetOf(door: Door, caller: Caller, remoteAddress: string) {
  // One customer of a provider has all of an IPv6 /64.
  const stranger = `address ${networkOf(remoteAddress).near}`;
  if (door === "page") {
    const { ANONYMOUS_PAGE_RATE_PER_MINUTE: ofStrangers, PAGE_RATE_PER_MINUTE: ofPeople } = env();
    return caller.kind === "anonymous"
      ? { limit: ofStrangers || null, key: `page ${stranger}` }
      : { limit: ofPeople || null, key: `page ${caller.actor}` };
  }
  if (caller.kind !== "anonymous") {
    const { ratePerMinute } = caller;
    const times = door === "trpc" ? CALLS_OF_A_PAGE : 1;
    return {
      limit: ratePerMinute === null ? null : ratePerMinute * times,
      key: `${door} ${caller.actor}`,
    };
  }
  return { limit: env().ANONYMOUS_RATE_PER_MINUTE || null, key: stranger };
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
  const { limit, key } = budgetOf(door, caller, remoteAddress);
  if (limit === null) return;
  try {
    const state = await limiter(limit).consume(key, calls);
    for (const [name, value] of headers(limit, state)) answer.set(name, value);
  } catch (state) {
    if (state instanceof Error) throw state;
    const refused = state as RateLimiterRes;
    for (const [name, value] of headers(limit, refused)) answer.set(name, value);
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds });
  }
}
