import type { EventEmitter } from "node:events";
import { Ticket, Turns } from "@/platform/admission/turns";
import { DomainError } from "@/platform/errors";
import { sharingHere } from "@/platform/processes/shares";

/**
 * Before the process with the pages, which has one loop for all of them: what it is given at once comes at
 * once, late, whoever asked for it. So few of one caller are at work there, and others come between.
 */

/** At work at once, for all API processes of a server together. */
const AT_WORK = 16;
/** However many processes there are: more wait for the same loop as others' do. */
const AT_WORK_LEAST = 4;
/** While one waits for the database the other is made. */
const OF_CALLER = 2;
/** Beyond that whoever has most waiting gives up its newest. */
const WAITING = 500;
/** As long as a page waits for a process that is just coming up. */
const WAIT_MS = 25_000;
/**
 * For so long after its first words, or after whoever asked has left: a page is made by then, and how slowly
 * it is read is nobody's wait.
 */
const AFTERWARDS_MS = 250;
const RETRY_AFTER_SECONDS = 5;

/** What a process of so many may have at work. Example: of two 8, 2 of one caller. */
export function boundsOfPages(processes: number) {
  return {
    running: Math.max(AT_WORK_LEAST, Math.ceil(AT_WORK / processes)),
    ofLane: OF_CALLER,
  };
}

/** Signing in waits for others outside, so more are at work; each is little work here. */
export const BOUNDS_OF_AUTH = { running: 64, ofLane: 4 };

interface PageTurnsOptions {
  bounds?: { running: number; ofLane: number };
  waitMs?: number;
  afterwardsMs?: number;
}

/** Of an answer: whoever asked has left where it is destroyed. */
type Asked = EventEmitter & { destroyed?: boolean };

export type InPageTurn = (
  caller: string,
  response: Asked,
  make: () => Promise<void>,
) => Promise<void>;

export function createPageTurns({
  bounds = boundsOfPages(sharingHere()),
  waitMs = WAIT_MS,
  afterwardsMs = AFTERWARDS_MS,
}: PageTurnsOptions = {}): InPageTurn {
  const page = { running: bounds.running, waiting: WAITING };
  const turns = new Turns<"page">({ ...bounds, kinds: { page } });
  const refusals = new WeakMap<Ticket<"page">, () => void>();

  /** @returns null where whoever asked has left meanwhile */
  function take(caller: string, response: Asked): Promise<Ticket<"page"> | null> {
    // Before they were known who they are: nothing says it again.
    if (response.destroyed) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const ticket = new Ticket("page", caller, [caller], () => settle(() => resolve(ticket)));
      const deadline = setTimeout(refuse, waitMs);
      function settle(how: () => void): void {
        clearTimeout(deadline);
        response.off("close", leave);
        how();
      }
      function refuse(): void {
        turns.end(ticket);
        const retry = { retryAfterSeconds: RETRY_AFTER_SECONDS };
        settle(() => reject(new DomainError("SERVICE_UNAVAILABLE", retry)));
      }
      function leave(): void {
        turns.end(ticket);
        settle(() => resolve(null));
      }
      response.once("close", leave);
      const dropped = turns.come(ticket);
      if (ticket.state === "running") return settle(() => resolve(ticket));
      refusals.set(ticket, refuse);
      if (dropped) refusals.get(dropped)?.();
    });
  }

  /** @throws DomainError SERVICE_UNAVAILABLE, and what `make` throws */
  return async (caller, response, make) => {
    const ticket = await take(caller, response);
    if (!ticket) return;
    const end = () => turns.end(ticket);
    const endSoon = () => setTimeout(end, afterwardsMs);
    response.once("finish", end);
    response.once("close", endSoon);
    try {
      await make();
      endSoon();
    } catch (error) {
      end();
      throw error;
    }
  };
}
