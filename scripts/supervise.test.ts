import { spawn } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepRunning } from "../src/platform/supervise.mjs";
import { endOf, stopProcess } from "./processes.mjs";

/** A stand-in that lives until it is stopped, or for as long as it is told. */
function program(livesMs: number | null = null) {
  const life =
    livesMs === null
      ? "setInterval(() => {}, 1000)"
      : `setTimeout(() => process.exit(3), ${livesMs})`;
  const child = spawn(process.execPath, ["-e", life], { stdio: "ignore" });
  const pid = child.pid ?? 0;
  return {
    pid,
    ended: endOf(child),
    stop: () => stopProcess(pid, 2_000),
    logTail: () => "its last words",
  };
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

let said: string[];
let stops: (() => Promise<void>)[];

const keep = (
  start: Parameters<typeof keepRunning<ReturnType<typeof program>>>[0]["start"],
  waits = { firstMs: 20, longestMs: 80, wellAfterMs: 60_000 },
) =>
  keepRunning({
    name: "part",
    start,
    waits,
    say: (line) => said.push(line),
    onEnd: (stop) => stops.push(stop),
  });

beforeEach(() => {
  said = [];
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) await stop();
});

describe("a part that is kept running", () => {
  it("is started again when it was killed, and says how it ended", async () => {
    const part = await keep(() => program());
    const first = part.current().pid;
    process.kill(first, "SIGKILL");
    await expect.poll(() => part.current().pid).not.toBe(first);
    expect(isGone(part.current().pid)).toBe(false);
    expect(said[0]).toMatch(/part has ended unexpectedly \(SIGKILL\).*again in 0\.02 s/);
    expect(said[0]).toContain("its last words");
    await expect.poll(() => said).toHaveLength(2);
  });

  it("that ends again and again is started slower and slower, up to a bound", async () => {
    const starts: number[] = [];
    await keep(() => {
      starts.push(Date.now());
      return program(0);
    });
    await expect.poll(() => starts.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(6);
    const waits = said.flatMap((line) => /again in ([\d.]+) s/.exec(line)?.[1] ?? []);
    expect(waits.slice(0, 5)).toEqual(["0.02", "0.04", "0.08", "0.08", "0.08"]);
    expect(said[0]).toContain("code 3");
  });

  it("that was well for long enough is started soon again", async () => {
    await keep(() => program(150), { firstMs: 20, longestMs: 80, wellAfterMs: 100 });
    const waits = () => said.flatMap((line) => /again in ([\d.]+) s/.exec(line)?.[1] ?? []);
    await expect.poll(() => waits().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
    expect(new Set(waits())).toEqual(new Set(["0.02"]));
  });

  it("is tried again when starting it again fails", async () => {
    let starts = 0;
    const part = await keep(() => {
      starts += 1;
      if (starts === 2 || starts === 3) throw new Error("its port is taken");
      return program();
    });
    process.kill(part.current().pid, "SIGKILL");
    await expect.poll(() => starts).toBe(4);
    expect(said.filter((line) => line.includes("its port is taken"))).toHaveLength(2);
    await expect.poll(() => said.at(-1)).toBe("The part runs again.");
  });

  it("fails at once where it never ran", async () => {
    const never = keep(() => {
      throw new Error("a setting is missing");
    });
    await expect(never).rejects.toThrow("a setting is missing");
    expect(said).toEqual([]);
  });

  it("stays stopped once it is stopped: while it runs, waits and starts", async () => {
    const running = await keep(() => program());
    await running.stop();
    const waiting = await keep(() => program(0), {
      firstMs: 60_000,
      longestMs: 60_000,
      wellAfterMs: 1,
    });
    await expect.poll(() => said.length).toBe(1);
    await waiting.stop();
    let started: ReturnType<typeof program> | undefined;
    let starts = 0;
    const starting = await keep(async (onSpawned) => {
      starts += 1;
      const own = program();
      if (starts === 1) return own;
      started = own;
      onSpawned(own.stop);
      await own.ended;
      throw new Error("ended while starting");
    });
    process.kill(starting.current().pid, "SIGKILL");
    await expect.poll(() => started).toBeDefined();
    await starting.stop();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([starts, said.length]).toEqual([2, 2]);
    for (const { pid } of [running.current(), waiting.current(), started ?? running.current()]) {
      expect(isGone(pid)).toBe(true);
    }
  });
});
