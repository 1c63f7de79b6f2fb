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
  pids: readonly number[];
}

export interface Run {
  /** Answered as expected a second. */
  rate: number;
  p50: number;
  p95: number;
  p99: number;
  /** Of all that answered, for a request; ms. */
  cpuMs: number;
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
  refused = 0;
  readonly wrong = new Map<number, number>();

  take(status: number, ms: number): void {
    if (status === 200) this.times.push(ms);
    else if (status === REFUSED) this.refused += 1;
    else this.wrong.set(status, (this.wrong.get(status) ?? 0) + 1);
  }
}

export async function run({ url, connections, seconds, rate, next, pids }: Load): Promise<Run> {
  const answers = new Answers();
  const before = { cpu: cpuMs(pids), clock: clock(), at: performance.now() };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
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
    instance.on("response", (_, status, __, ms) => answers.take(status, ms));
  });
  const tookSeconds = (performance.now() - before.at) / 1000;
  const cpu = cpuMs(pids) - before.cpu;
  const sorted = answers.times.toSorted((a, b) => a - b);
  const wrong = [...answers.wrong.values()].reduce((sum, one) => sum + one, 0);
  const isSilent = sorted.length + answers.refused === 0;
  if (wrong > 0) console.log(`  ${url}: statuses ${JSON.stringify([...answers.wrong])}`);
  return {
    rate: sorted.length / tookSeconds,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    cpuMs: cpu / Math.max(1, sorted.length + answers.refused),
    refused: answers.refused,
    wrong: wrong + result.errors + (isSilent ? 1 : 0),
    ...since(before.clock),
  };
}
