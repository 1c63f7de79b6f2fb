import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { nextOne } from "./next-one";

/** Answers with what was so when it began. */
function clock(ms: number) {
  let begun = 0;
  const ask = nextOne(async () => {
    const mine = ++begun;
    await sleep(ms);
    return mine;
  });
  return { ask, begun: () => begun };
}

describe("the next one", () => {
  it("begins after everybody who gets it asked", async () => {
    const { ask, begun } = clock(3);
    await Promise.all(
      Array.from({ length: 200 }, async (_, place) => {
        await sleep(place % 20);
        const before = begun();
        expect(await ask()).toBeGreaterThan(before);
      }),
    );
    expect(begun()).toBeLessThan(60);
  });

  it("is not kept waiting for long by one that hangs, nor by one that fails", async () => {
    let calls = 0;
    const ask = nextOne(async () => {
      calls++;
      if (calls === 1) return new Promise<string>(() => undefined);
      if (calls === 2) throw new Error("no");
      return "told";
    });
    void ask();
    await sleep(1);
    await expect(ask()).rejects.toThrow("no");
    await expect(ask()).resolves.toBe("told");
  });
});
