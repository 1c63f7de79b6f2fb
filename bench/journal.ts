import { closePool, reader } from "@/platform/db";
import { Work } from "@/platform/work";
import { seedMillion } from "../prisma/seed/million";
import { ask, keyFor, orderEvent } from "./doors";
import * as bare from "./floor";
import { type Case, compare } from "./measure";

/** What the journal costs: the same acts with it and without, in turns. */

const wanted = {
  members: Number(process.env.BENCH_MEMBERS ?? 10_000),
  rounds: Number(process.env.BENCH_ROUNDS ?? 9),
  acts: Number(process.env.BENCH_ACTS ?? 400),
  atOnce: Number(process.env.BENCH_AT_ONCE ?? 8),
};

/** A prime, so that neighbours in time are not neighbours in the table. */
const STRIDE = 7919;
const anyone = (turn: number) => 1 + ((turn * STRIDE) % wanted.members);

const { journal, step } = Work.prototype;
const nothing = () => undefined;

/** A work that was told of no step writes no row. */
const without = (act: (turn: number) => Promise<void>) => (turn: number) => {
  Object.assign(Work.prototype, { journal: nothing, step: nothing });
  return act(turn);
};
const withIt = (act: (turn: number) => Promise<void>) => (turn: number) => {
  Object.assign(Work.prototype, { journal, step });
  return act(turn);
};

async function acts(): Promise<[string, (turn: number) => Promise<void>][]> {
  const key = await keyFor("points:write");
  const earn = (turn: number) => {
    const memberId = String(anyone(turn));
    const input = { memberId, event: "CUSTOM", referenceId: bare.unused("ours"), points: 1 };
    return ask("POST", "points/earn", key, JSON.stringify(input));
  };
  return [
    ["earn, by the REST door", earn],
    ["ORDER_COMPLETED, by the REST door", (turn) => orderEvent(anyone(turn))],
  ];
}

const ROWS = 100_000;

/** Of a table of many, with what the server keeps beside them. */
async function bytesPerRow(): Promise<{ rows: number; bytes: number }> {
  const count = async () =>
    (await reader.row<{ n: number }>("SELECT COUNT(*) AS n FROM journal"))?.n ?? 0;
  for (let rows = await count(); rows > 0 && rows < ROWS; rows = await count()) {
    await reader.write(
      `INSERT INTO journal (act, caller, input, drawn, versionId, at, createdAt)
        SELECT act, caller, input, drawn, versionId, at, createdAt FROM journal LIMIT ?`,
      [ROWS - rows],
    );
  }
  await reader.rows("ANALYZE TABLE journal");
  const size = await reader.row<{ bytes: number }>(
    `SELECT DATA_LENGTH AS bytes FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'journal'`,
  );
  const rows = await count();
  return { rows, bytes: (size?.bytes ?? 0) / rows };
}

async function main(): Promise<void> {
  const say = (text: string) => console.log(text);
  await seedMillion({ members: wanted.members, say });
  say("\n| act | rate, with ÷ without | Node CPU an act, without → with |");
  say("| --- | --- | --- |");
  for (const [name, act] of await acts()) {
    const one: Case = { name, floorName: "", floor: without(act), ours: withIt(act) };
    const { rateRatio, floorCpuMs, oursCpuMs } = await compare(wanted, one);
    const more = ((oursCpuMs / floorCpuMs - 1) * 100).toFixed(1);
    const cpu = `${floorCpuMs.toFixed(2)} → ${oursCpuMs.toFixed(2)} ms, ${more} % more`;
    say(`| ${name} | ${rateRatio.toFixed(2)} | ${cpu} |`);
  }
  const { rows, bytes } = await bytesPerRow();
  say(`\nA row of the journal, in a table of ${rows}: ${bytes.toFixed(0)} bytes.`);
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
