import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Call, countHere } from "./rate-counts";
import { SharedCounts } from "./rate-share";

let keys = 0;
const fresh = () => `key ${++keys}`;

/** Processes of a server, each with the primary a moment away; `asked` counts the messages. */
function processes(count: number, awayMs = 1) {
  const messages = { asked: 0 };
  const ask = async (calls: readonly Call[]) => {
    messages.asked += 1;
    await sleep(awayMs);
    return Promise.all(calls.map(countHere));
  };
  const all = Array.from({ length: count }, () => new SharedCounts(ask, count));
  return { all, messages };
}

async function passed(all: readonly SharedCounts[], calls: readonly Call[]): Promise<number> {
  const answers = await Promise.all(calls.map((call, at) => all[at % all.length]?.count(call)));
  return answers.filter((answer) => answer && !answer.isOver).length;
}

const times = (count: number, call: Call) => Array.from({ length: count }, () => call);

describe("counts of several processes", () => {
  it.each([1, 2, 4])(
    "let a new caller's burst through to the limit exactly, with %i of them",
    async (n) => {
      const { all } = processes(n);
      const call = { key: fresh(), limit: 40, calls: 1 };
      expect(await passed(all, times(200, call))).toBe(40);
    },
  );

  it.each([
    [2, 40, 64],
    [2, 600, 100],
    [4, 1000, 64],
    [8, 300, 200],
  ])(
    "of %i let no more through than a limit of %i and a sixteenth, in bursts of %i",
    async (n, limit, burst) => {
      const { all } = processes(n, 5);
      const call = { key: fresh(), limit, calls: 1 };
      let through = 0;
      for (let asked = 0; asked < limit * 3; asked += burst) {
        through += await passed(all, times(burst, call));
        if (asked % 3 === 0) await sleep(1);
      }
      expect(through).toBeGreaterThanOrEqual(limit);
      expect(through).toBeLessThanOrEqual(limit + Math.floor(limit / 16));
      await sleep(120);
      expect(await passed(all, times(burst, call))).toBe(0);
    },
  );

  it("let a caller through to the limit who comes to one process alone", async () => {
    const { all } = processes(4);
    const call = { key: fresh(), limit: 100, calls: 1 };
    const one = all.slice(0, 1);
    let through = 0;
    for (let asked = 0; asked < 130; asked++) through += await passed(one, [call]);
    expect(through).toBe(100);
  });

  it("ask for few calls where much is left, and say what is left", async () => {
    const { all, messages } = processes(2);
    const call = { key: fresh(), limit: 100_000, calls: 1 };
    await passed(all, times(2, call));
    for (let round = 0; round < 10; round++) expect(await passed(all, times(100, call))).toBe(100);
    expect(messages.asked).toBeLessThan(10);
    await sleep(120);
    // Others' calls are known from the next answer on.
    await all[0]?.count(call);
    await sleep(120);
    expect((await all[0]?.count(call))?.remaining).toBe(100_000 - 1004);
  });

  it("count calls that are worth several, and refuse what the primary does not answer", async () => {
    const { all } = processes(2);
    const call = { key: fresh(), limit: 100, calls: 20 };
    expect(await passed(all, times(10, call))).toBe(5);
    const away = new SharedCounts(async () => Promise.reject(new Error("gone")), 2);
    await expect(away.count(call)).rejects.toThrow("gone");
  });
});
