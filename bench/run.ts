import { earnByAction } from "@/modules/earning/service/earn-action";
import { payWithPoints } from "@/modules/points/service/pay-with-points";
import { verifyLedger } from "@/modules/points/service/verify";
import { closePool, reader } from "@/platform/db";
import { runWork } from "@/platform/work";
import { seedMillion } from "../prisma/seed/million";
import { basketFigures } from "./basket";
import { ask, keyFor, orderEvent, origin } from "./doors";
import * as bare from "./floor";
import { type Case, compare, type Result, type Wanted } from "./measure";

/** Our services and doors beside the bare statements, as ratios of one interleaved run. */

const wanted: Wanted & { members: number } = {
  members: Number(process.env.BENCH_MEMBERS ?? 10_000),
  rounds: Number(process.env.BENCH_ROUNDS ?? 9),
  acts: Number(process.env.BENCH_ACTS ?? 400),
  atOnce: Number(process.env.BENCH_AT_ONCE ?? 8),
};

/** A prime, so that neighbours in time are not neighbours in the table. */
const STRIDE = 7919;
const anyone = (turn: number) => 1 + ((turn * STRIDE) % wanted.members);

/** Members who can spend a point in every turn, with nothing about to fall due. */
let spenders: number[] = [];
const spender = (turn: number) => spenders[(turn * STRIDE) % spenders.length] ?? 0;

async function findSpenders(): Promise<void> {
  const rows = await reader.rows<{ id: number }>(
    `SELECT id FROM member WHERE status = 'ACTIVE' AND available >= 200
        AND nextPointsEventAt > DATE_ADD(NOW(), INTERVAL 1 DAY)`,
  );
  spenders = rows.map(({ id }) => id);
}

function earn(turn: number) {
  const input = { event: "CUSTOM" as const, referenceId: bare.unused("ours"), points: 1 };
  return runWork(origin("service:1"), "points.earn", (work) =>
    earnByAction(work, { memberId: anyone(turn) }, input),
  );
}

function redeem(turn: number) {
  const use = { points: 1, orderId: bare.unused("ours"), orderAmountMinor: 100_000 };
  return runWork(origin("service:1"), "points.use", (work) =>
    payWithPoints(work, { memberId: spender(turn) }, use),
  );
}

async function profileReader(): Promise<(turn: number) => Promise<void>> {
  const headers = await keyFor("members:read");
  return (turn) => ask("GET", `members/${anyone(turn)}`, headers);
}

async function cases(): Promise<Case[]> {
  return [
    {
      name: "earn, by the service",
      floorName: "lock, entry, lot, member, commit",
      floor: (turn) => bare.earn(anyone(turn)),
      ours: earn,
    },
    {
      name: "redeem, by the service",
      floorName: "lock, lots, entry, redemption, allocation, lot, member, commit",
      floor: (turn) => bare.redeem(spender(turn)),
      ours: redeem,
    },
    {
      name: "ORDER_COMPLETED, by the REST door",
      floorName: "key, lock, order, entry, lot, event, member, commit",
      floor: (turn) => bare.order(anyone(turn)),
      ours: (turn) => orderEvent(anyone(turn)),
    },
    {
      name: "profile, by the REST door",
      floorName: "one row by its key",
      floor: (turn) => bare.read(anyone(turn)),
      ours: await profileReader(),
    },
  ];
}

function line({ name, floorName, rateRatio, floorCpuMs, oursCpuMs }: Result): string {
  const cpu = `${floorCpuMs.toFixed(2)} → ${oursCpuMs.toFixed(2)} ms`;
  return `| ${name} | ${floorName} | ${rateRatio.toFixed(2)} | ${cpu} |`;
}

async function main(): Promise<void> {
  const say = (text: string) => console.log(text);
  await seedMillion({ members: wanted.members, say });
  await findSpenders();
  say("\n| act | floor | rate, ours ÷ floor | Node CPU an act, floor → ours |");
  say("| --- | --- | --- | --- |");
  for (const one of await cases()) say(line(await compare(wanted, one)));
  say(`\n${basketFigures()}`);
  const startedAt = performance.now();
  const { ok, totals } = await verifyLedger(reader);
  const seconds = (performance.now() - startedAt) / 1000;
  const perMillion = (seconds / totals.members) * 1_000_000;
  say(
    `\nVerification of ${totals.members} members, ${totals.entries} entries: ${seconds.toFixed(1)} s, ${perMillion.toFixed(0)} s a million members; ${ok ? "consistent" : "NOT consistent"}`,
  );
  await closePool();
  if (!ok) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
