import { setTimeout } from "node:timers/promises";
import autocannon from "autocannon";
import { clock, cpuMs, since } from "./machine";

/** One run of requests over HTTP, and what it took. */

export interface Asked {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  /** Requests a second in an open loop; as many as there are answers otherwise. */
  rate?: number | undefined;
  next: () => Asked;
  /** Whose CPU counts: those that answer, and the database. */
  pids: { answering: readonly number[]; database: number };
}

export interface Run {
  /** Answered as expected a second. */
  rate: number;
  p50: number;
  p95: number;
  p99: number;
  /** Of all that answered, for a request; ms. */
  cpuMs: number;
  /** Of it the database's. */
  databaseMs: number;
  /** 503: told to come again. */
  refused: number;
  /** Any other status than expected, and requests without an answer. */
  wrong: number;
  steal: number;
  idle: number;
}

const REFUSED = 503;

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Answers of a run; times of those that were not refused, as the driver saw them. */
class Answers {
  readonly times: number[] = [];
  readonly at: number[] = [];
  refused = 0;
  readonly wrong = new Map<number, number>();

  take(status: number, ms: number): void {
    if (status === 200) {
      this.times.push(ms);
      this.at.push(performance.now());
    } else if (status === REFUSED) this.refused += 1;
    else this.wrong.set(status, (this.wrong.get(status) ?? 0) + 1);
  }
}

interface Part {
  connections: number;
  rate?: number;
}

const SECOND_MS = 1000;
const MOST_PARTS = 50;

/** How many the part `index` of `parts` has of `all`, so that together they have all. */
const shareOf = (all: number, index: number, parts: number) =>
  Math.floor(((index + 1) * all) / parts) - Math.floor((index * all) / parts);

/**
 * With a rate the driver has all its connections ask at the beginning of each second: a thousand at
 * once, and then nobody. Parts that begin one after the other ask all through the second.
 */
function partsOf(connections: number, rate: number | undefined): Part[] {
  if (rate === undefined) return [{ connections }];
  const parts = Math.min(MOST_PARTS, connections, rate);
  return Array.from({ length: parts }, (_, index) => ({
    connections: shareOf(connections, index, parts),
    rate: shareOf(rate, index, parts),
  }));
}

function drive({
  url,
  connections,
  seconds,
  rate,
  next,
  take,
}: Part &
  Pick<Load, "url" | "seconds" | "next"> & {
    take: (status: number, ms: number) => void;
  }): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: seconds,
        timeout: 30,
        ...(rate === undefined ? {} : { overallRate: rate }),
        requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    instance.on("response", (_, status, __, ms) => take(status, ms));
  });
}

const spent = ({ answering, database }: Load["pids"]) => ({
  answering: cpuMs(answering),
  database: cpuMs([database]),
});

export async function run({ url, connections, seconds, rate, next, pids }: Load): Promise<Run> {
  const answers = new Answers();
  const before = { cpu: spent(pids), clock: clock(), at: performance.now() };
  const take = (status: number, ms: number) => answers.take(status, ms);
  const parts = partsOf(connections, rate);
  const started = parts.map(async (part, index) => {
    await setTimeout((index * SECOND_MS) / parts.length);
    return drive({ ...part, url, seconds, next, take });
  });
  const errors = (await Promise.all(started)).reduce((sum, result) => sum + result.errors, 0);
  // Between the last part's beginning and the first one's end all of them ask.
  const from = before.at + ((parts.length - 1) * SECOND_MS) / parts.length;
  const until = before.at + seconds * SECOND_MS;
  const counted = answers.at.filter((at) => at >= from && at < until).length;
  const after = spent(pids);
  const database = after.database - before.cpu.database;
  const cpu = after.answering - before.cpu.answering + database;
  const sorted = answers.times.toSorted((a, b) => a - b);
  const wrong = [...answers.wrong.values()].reduce((sum, one) => sum + one, 0);
  const isSilent = sorted.length + answers.refused === 0;
  const answered = Math.max(1, sorted.length + answers.refused);
  if (wrong > 0) console.log(`  ${url}: statuses ${JSON.stringify([...answers.wrong])}`);
  return {
    rate: (counted * SECOND_MS) / (until - from),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    cpuMs: cpu / answered,
    databaseMs: database / answered,
    refused: answers.refused,
    wrong: wrong + errors + (isSilent ? 1 : 0),
    ...since(before.clock),
  };
}
