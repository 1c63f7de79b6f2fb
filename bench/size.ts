import { closePool } from "@/platform/db";
import { seedMillion } from "../prisma/seed/million";
import { SHARED_CODE } from "../prisma/seed/million-coupons";
import { fillUp } from "./size/fill";
import { type Question, questionsFor } from "./size/questions";
import { asked, planOf, watchReads } from "./size/watch";

/** What the console's pages ask of a database of very many members: time, statements, and the slowest's plan. */

const members = Number(process.env.BENCH_MEMBERS ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
/** What a question may take. */
const GOAL_MS = 300;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function lineOf({ name, ask }: Question): Promise<{ line: string; ms: number }> {
  // The first compiles and prepares, and is what a page costs that nobody looked at lately.
  const first = await asked(ask);
  const times: number[] = [];
  for (let round = 0; round < rounds && round * first.ms < 3_000; round++) {
    times.push((await asked(ask)).ms);
  }
  const ms = median(times);
  const { statements } = first;
  const slowest = statements.toSorted((a, b) => b.ms - a.ms)[0];
  const plan = slowest ? (await planOf(slowest)).join("; ") : "–";
  const line = `| ${name} | ${ms.toFixed(1)} | ${first.ms.toFixed(0)} | ${statements.length} | ${plan} |`;
  return { line, ms };
}

async function main(): Promise<void> {
  const say = (text: string) => console.log(text);
  if (!process.env.BENCH_FILLED) {
    await seedMillion({ members, say });
    await fillUp(say);
  }
  watchReads();
  say("\n| asked | ms | first, ms | statements | the slowest's plan: table, type, key, rows |");
  say("| --- | --- | --- | --- | --- |");
  let slow = 0;
  for (const question of questionsFor(members, SHARED_CODE)) {
    const { line, ms } = await lineOf(question);
    if (ms > GOAL_MS) slow += 1;
    say(line);
  }
  say(`\n${slow} of them take more than ${GOAL_MS} ms`);
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
