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
  const state = await counted({ key, limit, calls });
  for (const [name, value] of headers(limit, state)) answer.set(name, value);
  if (!state.isOver) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds });
}
