import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";

/** Calls counted in the memory of one process by real time; the windows begin with a key's first call. */

export interface Call {
  key: string;
  /** Calls a minute. */
  limit: number;
  /** As how many it counts. */
  calls: number;
}

export interface Counted {
  isOver: boolean;
  remaining: number;
  msBeforeNext: number;
}

const WINDOW_SECONDS = 60;
const limiters = new Map<number, RateLimiterMemory>();

function limiterOf(points: number): RateLimiterMemory {
  const known = limiters.get(points);
  if (known) return known;
  const made = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  limiters.set(points, made);
  return made;
}

export async function countHere({ key, limit, calls }: Call): Promise<Counted> {
  const state = await limiterOf(limit)
    .consume(key, calls)
    .catch((refused: RateLimiterRes | Error) => {
      if (refused instanceof Error) throw refused;
      return refused;
    });
  return {
    isOver: state.consumedPoints > limit,
    remaining: Math.max(0, state.remainingPoints),
    msBeforeNext: state.msBeforeNext,
  };
}
