import { describe, expect, it } from "vitest";
import { useDatabase } from "../database";

import { runModel } from "./run";

const OPERATIONS = Number(process.env.MODEL_OPERATIONS ?? 1500);
const SEEDS = Number(process.env.MODEL_SEEDS ?? 1);

describe("x", () => {
  useDatabase();
  it("default", { timeout: 600_000 }, async () => {
    const t = Date.now();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const r = await runModel({ seed, operations: OPERATIONS, rules: { pendingDays: 0 } });
      console.log(
        seed,
        r.operations,
        r.members,
        Math.round(r.operations / ((Date.now() - t) / 1000)),
      );
      console.log(
        [...r.marks]
          .sort()
          .map(([a, b]) => `${a}: ${b}`)
          .join("\n"),
      );
    }
    expect(1).toBe(1);
  });
});
