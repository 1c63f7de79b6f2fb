import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../database";
import { useProgram } from "../program";
import { givesCoupons } from "./coupons";
import { coverageTable, LONG_RUN, neverMet } from "./coverage";
import { runModel } from "./run";
import { DEFAULT_RULES, type Rules } from "./state";
import { CURRENCY_RATE } from "./vocabulary";

/** `npm run test:model` asks for more; without it, a few thousand operations with every `npm test`. */
const OPERATIONS = Number(process.env.MODEL_OPERATIONS ?? 2100);
const SEED_FIRST = Number(process.env.MODEL_SEED_FIRST ?? 1);
const SEEDS = Number(process.env.MODEL_SEEDS ?? 1);
const isLong = process.env.MODEL_OPERATIONS !== undefined;

const PROGRAMS: { name: string; rules: Rules }[] = [
  { name: "the default rules", rules: DEFAULT_RULES },
  { name: "points that stay pending for a week", rules: { ...DEFAULT_RULES, pendingDays: 7 } },
  {
    name: "points that pend for days and expire after a month",
    rules: { pendingDays: 5, expiryMonths: 1, restoreGraceDays: 3 },
  },
];

/** Virtual time does not depend on how long this takes. */
const TIMEOUT_MS = isLong ? 0 : 300_000;
const PROGRESS_EVERY = 5_000;
const marks = new Map<string, number>();
const startedAt = performance.now();
let operationsDone = 0;
let operationsShown = 0;

async function runSeed(seed: number, rules: Rules): Promise<void> {
  const before = operationsDone;
  const onProgress = (done: number) => {
    operationsDone = before + done;
    if (isLong && operationsDone >= operationsShown + PROGRESS_EVERY) showProgress(seed);
  };
  const operations = Math.ceil(OPERATIONS / PROGRAMS.length);
  const report = await runModel({ seed, operations, rules, onProgress });
  for (const [name, count] of report.marks) marks.set(name, (marks.get(name) ?? 0) + count);
}

function showProgress(seed: number): void {
  operationsShown = operationsDone;
  const rate = Math.round(operationsDone / ((performance.now() - startedAt) / 1000));
  const all = Math.ceil(OPERATIONS / PROGRAMS.length) * PROGRAMS.length * SEEDS;
  console.log(`${operationsDone} of ${all} operations, ${rate}/s, seed ${seed}`);
}

describe("the ledger answers and stores what the model says", () => {
  // Of its own: the activity runs for everybody.
  useDatabase("model");
  beforeAll(givesCoupons);

  afterAll(() => {
    if (isLong) console.log(`${operationsDone} operations met\n${coverageTable(marks)}`);
  });

  describe.each(PROGRAMS)("under $name", ({ rules }) => {
    const { pendingDays, expiryMonths, restoreGraceDays } = rules;
    useProgram({
      ...{ earn: { pendingDays, expiryMonths }, redeem: { restoreGraceDays } },
      currencies: { rates: [CURRENCY_RATE] },
    });

    const seeds = Array.from({ length: SEEDS }, (_, index) => SEED_FIRST + index);
    it.each(seeds)("through every operation of seed %i", { timeout: TIMEOUT_MS }, (seed) =>
      runSeed(seed, rules),
    );
  });

  // Only a long run claims this; a short one has no such test, rather than one it skips.
  if (OPERATIONS * SEEDS >= LONG_RUN) {
    it("having met every refusal and every state", () => {
      expect(neverMet(marks)).toEqual([]);
    });
  }
});
