import { type ChildProcess, fork } from "node:child_process";
import { env } from "@/env";
import { closePool, reader } from "@/platform/db";
import { seedMillion } from "../prisma/seed/million";
import { serve, type Times, type Wanted } from "./size/traffic";

/**
 * The same traffic on a small database and on a large one of the same server, in turns; then on the large
 * one alone and beside the end of very many lots, in turns. Ratios of times within one run.
 */

const role = process.env.BENCH_ROLE;
const large = Number(process.env.BENCH_MEMBERS ?? 1_000_000);
const small = Math.max(1, Math.round(large / 100));
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const SECONDS = 3;
const LOTS_DUE = 100_000;

class Child {
  private readonly ended: Promise<never>;

  private constructor(private readonly process: ChildProcess) {
    this.ended = new Promise((_, reject) => {
      process.once("exit", () => reject(new Error("a process of the bench ended")));
    });
    // Told to whoever waits for an answer.
    this.ended.catch(() => undefined);
  }

  static async start(role: "seed" | "serve", url: string, members: number): Promise<Child> {
    const environment = { ...process.env, DATABASE_URL: url, BENCH_ROLE: role };
    const started = fork(process.argv[1] ?? "", {
      env: { ...environment, BENCH_MEMBERS: String(members) },
    });
    const child = new Child(started);
    await child.answer("ready");
    return child;
  }

  private answer<T>(of: string): Promise<T> {
    const heard = new Promise<T>((resolve) => {
      const hear = (message: { of: string; answer: T }) => {
        if (message.of !== of) return;
        this.process.off("message", hear);
        resolve(message.answer);
      };
      this.process.on("message", hear);
    });
    return Promise.race([heard, this.ended]);
  }

  ask<T>(wanted: Wanted): Promise<T> {
    const answer = this.answer<T>(wanted.do);
    this.process.send(wanted);
    return answer;
  }

  end(): void {
    this.process.disconnect();
  }
}

function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Two ways in turns, who begins changes; the median of p95 ÷ p95 for each act. */
async function ratios(base: () => Promise<Times>, other: () => Promise<Times>) {
  const found: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round++) {
    const one = round % 2 === 0 ? await base() : null;
    const two = await other();
    const first = one ?? (await base());
    // The first round compiles, prepares and fills the caches.
    if (round === 0) continue;
    for (const [name, times] of Object.entries(two)) {
      found[name] ??= [];
      found[name].push(p95(times) / p95(first[name] ?? []));
    }
  }
  return Object.entries(found).map(([name, each]) => [name, median(each)] as const);
}

const say = (text: string) => console.log(text);
const table = (what: string, lines: readonly (readonly [string, number])[]) => {
  say(`\n| act | p95, ${what} |`);
  say("| --- | --- |");
  for (const [name, ratio] of lines) say(`| ${name} | ${ratio.toFixed(2)} |`);
};

/** A moment by which so many lots that count end. */
async function dueBy(lots: number): Promise<Date> {
  const row = await reader.row<{ expiresAt: Date }>(
    "SELECT expiresAt FROM points_lot WHERE live = 1 ORDER BY expiresAt LIMIT 1 OFFSET ?",
    [lots],
  );
  return new Date(row?.expiresAt ?? Date.now());
}

async function expiring(traffic: Child, worker: Child, now: Date): Promise<Times> {
  const expiry = worker.ask<{ handled: number }>({ do: "expire", now: now.toISOString() });
  const times = await traffic.ask<Times>({ do: "traffic", seconds: SECONDS });
  await worker.ask({ do: "stop" });
  handled += (await expiry).handled;
  return times;
}
let handled = 0;

async function main(): Promise<void> {
  const largeUrl = env().DATABASE_URL;
  const smallUrl = process.env.BENCH_SMALL_URL ?? "";
  if (!process.env.BENCH_FILLED) {
    (await Child.start("seed", smallUrl, small)).end();
    (await Child.start("seed", largeUrl, large)).end();
  }
  const [few, many, worker] = await Promise.all([
    Child.start("serve", smallUrl, small),
    Child.start("serve", largeUrl, large),
    Child.start("serve", largeUrl, large),
  ]);
  const asked = (child: Child) => () => child.ask<Times>({ do: "traffic", seconds: SECONDS });
  table(`${large} members ÷ ${small}`, await ratios(asked(few), asked(many)));
  const now = await dueBy(Math.min(LOTS_DUE, large));
  table("while points end ÷ alone", await ratios(asked(many), () => expiring(many, worker, now)));
  say(`\nPoints of ${handled} members ended meanwhile`);
  for (const child of [few, many, worker]) child.end();
  await closePool();
}

async function seed(): Promise<void> {
  await seedMillion({ members: large, say });
  await closePool();
  process.send?.({ of: "ready" });
  process.once("disconnect", () => process.exit(0));
}

const run = { seed, serve: async () => serve(large) }[role ?? ""] ?? main;
run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
