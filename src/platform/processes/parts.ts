import { setTimeout as sleep } from "node:timers/promises";
import { OwnError } from "../errors";
import { log } from "../log";
import { metrics } from "../metrics";
import { countHere } from "../rate-counts";
import { keepRunning } from "../supervise.mjs";
import type { Forked } from "./fork";
import type { Answerers } from "./link";
import { type Part, partOf } from "./part";
import { Sums } from "./sums";

/** All processes of a server, kept running by the primary, which counts for them and adds up. */

export interface PartsOptions {
  /** Begins a process of the server; `api-1` is the first of all. */
  fork(kind: Kind, name: string): Forked;
  apiProcesses: number;
  hasJobs: boolean;
  waits?: Waits;
}

export type Kind = "api" | "pages" | "jobs";

interface Waits {
  firstMs: number;
  longestMs: number;
  wellAfterMs: number;
}

export interface Parts {
  /**
   * Settles when the API is served.
   *
   * @throws Error where it cannot be
   */
  start(): Promise<void>;
  /** The API first: it still needs the pages for what it has taken. */
  stop(): Promise<void>;
}

/** The others serve meanwhile, so soon; slower where a process ends again and again. */
const WAITS: Waits = { firstMs: 200, longestMs: 30_000, wellAfterMs: 10_000 };
/** Whoever is too busy to tell its figures so long counts as it was last seen. */
const FIGURES_WITHIN_MS = 1000;

export function createParts(options: PartsOptions): Parts {
  const { fork, apiProcesses, hasJobs, waits = WAITS } = options;
  const parts = new Set<Part>();
  const sums = new Sums();
  const stops: Record<Kind, (() => Promise<void>)[]> = { api: [], pages: [], jobs: [] };

  async function figuresOf(part: Part): Promise<void> {
    const asked = part.link.ask("figures", null).then((figures) => {
      if (parts.has(part)) sums.keep(part, figures);
    });
    const patience = sleep(FIGURES_WITHIN_MS, undefined, { ref: false });
    await Promise.race([asked.catch(() => undefined), patience]);
  }

  async function metricsText(): Promise<string> {
    await Promise.all([...parts].map(figuresOf));
    return sums.text(await metrics().registry.getMetricsAsJSON());
  }

  let adding: Promise<string> | undefined;
  const answerers: Answerers = {
    count: (calls) => Promise.all(calls.map(countHere)),
    metrics: () => {
      adding ??= metricsText().finally(() => {
        adding = undefined;
      });
      return adding;
    },
    clock: async () => {
      const told = [...parts].map((part) => part.link.ask("clock", null).catch(() => null));
      await Promise.race([Promise.all(told), sleep(FIGURES_WITHIN_MS, undefined, { ref: false })]);
      return null;
    },
  };

  function begin(kind: Kind, name: string): Part {
    const part = partOf(fork(kind, name), answerers);
    parts.add(part);
    part.ended.then(() => {
      parts.delete(part);
      sums.end(part);
    });
    return part;
  }

  /** @param isNeeded whether it is a mistake of somebody's where it never comes up */
  function keep(kind: Kind, name: string, isNeeded: boolean): Promise<unknown> {
    return keepRunning({
      name: `process ${name}`,
      async start(onSpawned) {
        const part = begin(kind, name);
        onSpawned(part.stop);
        const end = part.ended.then((how) => {
          throw new OwnError(`It ended with ${how}.`);
        });
        if (isNeeded) await Promise.race([part.up, end]);
        else end.catch(() => undefined);
        return part;
      },
      say: (line) => log().warn(line),
      onEnd: (stop) => stops[kind].push(stop),
      waits,
    });
  }

  const stopAll = (kind: Kind) => Promise.all(stops[kind].map((stop) => stop()));

  return {
    async start() {
      // Whoever waits for the API waits for one process, and the others must not take its core meanwhile.
      const [first, ...others] = Array.from({ length: apiProcesses }, (_, at) => `api-${at + 1}`);
      await keep("api", first ?? "", true);
      for (const name of others) await keep("api", name, false);
      await keep("pages", "pages", false);
      if (hasJobs) await keep("jobs", "jobs", false);
    },
    async stop() {
      await Promise.all([stopAll("api"), stopAll("jobs")]);
      await stopAll("pages");
    },
  };
}
