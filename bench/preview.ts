import { fork } from "node:child_process";
import { purchasesJobs } from "@/modules/purchases/jobs";
import { tiersJobs } from "@/modules/tiers/jobs";
import { closePool, reader } from "@/platform/db";
import { ADMIN, as } from "@/testing/actors";
import { seedMillion } from "../prisma/seed/million";
import { serve, type Times, type Wanted } from "./size/traffic";

/** How long the preview of an edit takes over very many members, alone and beside traffic. */

const members = Number(process.env.BENCH_MEMBERS ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const admin = as(ADMIN);
/** What a preview may take. */
const GOAL_S = 60;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const seconds = (ms: number) => (ms / 1000).toFixed(1);

/** Lowers a threshold, gives more points and takes a bound in: it has to be looked at member by member. */
async function edit() {
  const { items } = await admin.tiers.ladder({});
  const tiers = items.map(({ rank: _, ...rung }) =>
    rung.code === "GOLD" ? { ...rung, thresholdMinor: rung.thresholdMinor - 100_000 } : rung,
  );
  const { rules, versionId } = await admin.program.current({});
  const earn = { ...rules.earn, pointsPerYuan: 2 };
  const goods = { ...rules.goods, monthPointsMax: 20_000 };
  return {
    expectedVersion: versionId,
    ladder: { tiers, removed: [] },
    rules: { earn, goods },
  };
}

async function runUntil(job: string, isOver: () => Promise<boolean>): Promise<number> {
  const found = [...tiersJobs, ...purchasesJobs].find(({ name }) => name === job);
  const startedAt = performance.now();
  while (!(await isOver())) {
    await found?.run({ now: new Date(), progress: null, stopping: () => false });
  }
  return performance.now() - startedAt;
}

interface Taken {
  tiers: number;
  orders: number;
  cpu: number;
}

async function preview(): Promise<Taken & { said: string }> {
  const { previewId } = await admin.program.startPreview(await edit());
  const before = process.cpuUsage();
  const tiers = await runUntil(
    "tiers.preview",
    async () => (await admin.program.preview({ previewId })).status !== "RUNNING",
  );
  const isWhole = async () => {
    const { status } = await admin.program.previewOrders({ previewId });
    return status === "DONE" || status === "FAILED";
  };
  const orders = await runUntil("purchases.preview", isWhole);
  const { user, system } = process.cpuUsage(before);
  const { figures } = await admin.program.previewOrders({ previewId });
  if (!figures) throw new Error("the preview could not be worked out");
  const said = `${figures.orders} orders of ${figures.members} members: ${figures.inForce.points} points → ${figures.draft.points}`;
  return { tiers, orders, cpu: (user + system) / 1000, said };
}

function lineOf(name: string, all: readonly Taken[]): string {
  const of = (what: (taken: Taken) => number) => seconds(median(all.map(what)));
  const whole = of(({ tiers, orders }) => tiers + orders);
  return `| ${name} | ${of(({ tiers }) => tiers)} | ${of(({ orders }) => orders)} | ${whole} | ${of(({ cpu }) => cpu)} |`;
}

/** A process that asks for what shops ask for, for as long as something else takes. */
async function beside<T>(act: () => Promise<T>): Promise<{ answer: T; requests: number }> {
  const child = fork(process.argv[1] ?? "", { env: { ...process.env, BENCH_ROLE: "serve" } });
  const heard = <A>(of: string) =>
    new Promise<A>((resolve) => {
      child.on("message", (message: { of: string; answer: A }) => {
        if (message.of === of) resolve(message.answer);
      });
    });
  await heard("ready");
  const wanted: Wanted = { do: "traffic", seconds: 2 };
  let isOver = false;
  let requests = 0;
  const traffic = (async () => {
    while (!isOver) {
      const times = heard<Times>("traffic");
      child.send(wanted);
      for (const own of Object.values(await times)) requests += own.length;
      child.removeAllListeners("message");
    }
  })();
  const answer = await act();
  isOver = true;
  await traffic;
  child.disconnect();
  return { answer, requests };
}

async function main(): Promise<void> {
  const say = (text: string) => console.log(text);
  await seedMillion({ members, say });
  const rows = await reader.row<{ entries: number; orders: number }>(
    "SELECT (SELECT COUNT(*) FROM points_entry) AS entries, (SELECT COUNT(*) FROM shop_order) AS orders",
  );
  say(`\n${members} members, ${rows?.entries} entries, ${rows?.orders} orders`);
  const alone: Taken[] = [];
  const busy: Taken[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = await preview();
    if (round === 0) say(own.said);
    alone.push(own);
    const { answer, requests } = await beside(preview);
    const taken = seconds(answer.tiers + answer.orders);
    say(
      `round ${round + 1}: ${seconds(own.tiers + own.orders)} s alone, ${taken} s beside ${requests} requests`,
    );
    busy.push(answer);
  }
  say("\n| preview | tiers, s | orders, s | both, s | CPU of Node, s |");
  say("| --- | --- | --- | --- | --- |");
  say(lineOf("alone", alone));
  say(lineOf("beside traffic", busy));
  const longest = Math.max(...busy.map(({ tiers, orders }) => tiers + orders)) / 1000;
  say(`\nlongest beside traffic ${longest.toFixed(1)} s; ${GOAL_S} s are the aim at a million`);
  await closePool();
}

if (process.env.BENCH_ROLE === "serve") serve(members);
else {
  main().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
