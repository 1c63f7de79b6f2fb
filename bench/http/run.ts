import { availableParallelism } from "node:os";
import { type Case, casesFor, type Filled } from "./cases";
import { type Asked, type Run, run } from "./load";
import { clock, family, memoryMb, since } from "./machine";
import { type Line, type Results, writeResults } from "./results";

/** Drives the built product over HTTP beside its floor, in turns; see ../README.md. */

interface Given {
  filled: Filled;
  ports: { ours: number; floor: number };
  pids: { server: number; floor: number; database: number };
  members: number;
  rounds: number;
  seconds: number;
  folder: string;
  only: string;
}

const given = JSON.parse(process.env.BENCH_HTTP ?? "") as Given;
const { filled, ports, pids, rounds, seconds } = given;
const PAGE_CONNECTIONS = 4;
const API_CONNECTIONS = 32;
/** Of what a closed loop came to: an open one that asks for more only grows its queue. */
const OPEN_SHARE = 0.7;

let turn = 0;

type Side = "ours" | "floor";

const CALM_MS = 20;
const CALM_WITHIN_MS = 15_000;
const CALM_PATH = { ours: "/api/v1/member-system/health", floor: "/" };

/** What the run before left under way is not this one's to pay. */
async function calm(side: Side): Promise<void> {
  const until = performance.now() + CALM_WITHIN_MS;
  for (let answers = 0; answers < 3 && performance.now() < until; ) {
    const at = performance.now();
    await fetch(`http://127.0.0.1:${ports[side]}${CALM_PATH[side]}`).then((one) => one.text());
    answers = performance.now() - at < CALM_MS ? answers + 1 : 0;
  }
}

async function drive(
  side: Side,
  connections: number,
  next: (turn: number) => Asked,
  rate?: number,
): Promise<Run> {
  await calm(side);
  return run({
    url: `http://127.0.0.1:${ports[side]}`,
    connections,
    seconds,
    rate,
    next: () => next(turn++),
    pids: {
      answering: family(side === "ours" ? pids.server : pids.floor),
      database: pids.database,
    },
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

function middle(runs: readonly Run[]) {
  const of = (name: keyof Run) => runs.map((one) => one[name]);
  return {
    rate: median(of("rate")),
    p50: median(of("p50")),
    p95: median(of("p95")),
    p99: median(of("p99")),
    cpuMs: median(of("cpuMs")),
    databaseMs: median(of("databaseMs")),
    refused: sum(of("refused")),
    wrong: sum(of("wrong")),
  };
}

/** The product and its floor in turns; who begins changes. */
async function compare({ name, connections, ours, floor, rate }: Case): Promise<Line> {
  const runs: Record<Side, Run[]> = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round++) {
    const sides: Side[] = round % 2 === 0 ? ["floor", "ours"] : ["ours", "floor"];
    for (const side of sides) {
      const next = side === "ours" ? ours : floor;
      if (next) runs[side].push(await drive(side, connections, next, rate));
    }
  }
  const line = middle(runs.ours);
  const bare = floor && middle(runs.floor);
  const wrong = line.wrong + (bare?.wrong ?? 0);
  return { name, connections, asked: rate, ...line, wrong, floor: bare };
}

/** p95 beside the other's load ÷ p95 alone. */
async function beside(
  page: () => Asked,
  api: (turn: number) => Asked,
): Promise<Results["beside"] & { wrong: number }> {
  const ratios: { pages: number; api: number }[] = [];
  let wrong = 0;
  for (let round = 0; round < rounds; round++) {
    const alone = [
      await drive("ours", PAGE_CONNECTIONS, page),
      await drive("ours", API_CONNECTIONS, api),
    ] as const;
    const together = await Promise.all([
      drive("ours", PAGE_CONNECTIONS, page),
      drive("ours", API_CONNECTIONS, api),
    ]);
    const of = (at: 0 | 1) => together[at].p95 / alone[at].p95;
    ratios.push({ pages: of(0), api: of(1) });
    wrong += sum([...alone, ...together].map((one) => one.wrong));
  }
  return {
    pages: median(ratios.map(({ pages }) => pages)),
    api: median(ratios.map(({ api }) => api)),
    wrong,
  };
}

async function main(): Promise<void> {
  const { cases: every, mixed, profile, page } = casesFor(filled);
  const cases = every.filter(({ name }) => name.includes(given.only));
  const started = clock();
  const lines: Line[] = [];
  const note = (line: Line) => {
    lines.push(line);
    const { name, connections, rate, p95, cpuMs, refused, wrong, floor } = line;
    const beside = floor ? ` (floor ${floor.rate.toFixed(0)}/s, ${floor.cpuMs.toFixed(2)})` : "";
    console.log(
      `${name}, ${connections}: ${rate.toFixed(0)}/s, ${cpuMs.toFixed(2)} ms of CPU${beside}, p95 ${p95.toFixed(0)} ms, ${refused} refused, ${wrong} wrong`,
    );
  };
  // Both have compiled what they run, and prepared what they send.
  for (const { ours, floor } of cases) {
    await drive("ours", 8, ours, 20);
    if (floor) await drive("floor", 8, floor, 20);
  }
  for (const one of cases) note(await compare(one));
  const closed = lines.find(({ name }) => name === mixed.name);
  if (closed) {
    const rate = Math.max(1, Math.floor(closed.rate * OPEN_SHARE));
    note(await compare({ ...mixed, name: `${mixed.name}, open loop`, rate }));
  }
  if (given.only) return;
  const { wrong, ...ratios } = await beside(page, profile);
  const results: Results = {
    at: new Date().toISOString(),
    cores: availableParallelism(),
    wanted: { members: given.members, rounds, seconds },
    lines,
    beside: ratios,
    memoryMb: { server: memoryMb(family(pids.server)), database: memoryMb([pids.database]) },
    steal: since(started).steal,
  };
  console.log(`\n${writeResults(given.folder, results)}`);
  const all = wrong + sum(lines.map((line) => line.wrong));
  if (all === 0) return;
  console.error(`${all} answers were none or not as expected`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
