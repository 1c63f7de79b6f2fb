import { afterEach, describe, expect, it, vi } from "vitest";
import { env } from "@/env";
import { ADMIN, as, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, fresh } from "@/testing/factories";
import { businessNow, setBusinessClockOffset } from "./clock";
import { reader } from "./db";
import { OwnError } from "./errors";
import { type Job, JobRunner, readTestClock } from "./jobs";

function job(run: Job["run"]): Job {
  return { name: fresh("job"), everySeconds: 3600, run };
}

describe("scheduled jobs", () => {
  useDatabase();

  it("two machines never run the same job at once", async () => {
    let running = 0;
    let most = 0;
    const slow = job(async () => {
      running += 1;
      most = Math.max(most, running);
      await reader.rows("SELECT SLEEP(0.2)");
      running -= 1;
      return { handled: 1 };
    });
    const runs = await Promise.all(
      Array.from({ length: 6 }, () => new JobRunner([slow]).runNow(slow.name)),
    );
    expect(most).toBe(1);
    expect(runs.filter(Boolean)).toHaveLength(1);
  });

  it("on each beat run what is new or due, and not what comes later or somebody has", async () => {
    const ran: string[] = [];
    const named = () => {
      const one: Job = job(async () => {
        ran.push(one.name);
        return { handled: 0 };
      });
      return one;
    };
    const [neverRun, due, later, taken, left] = [named(), named(), named(), named(), named()];
    const MINUTE = 60_000;
    const at = (ms: number) => new Date(Date.now() + ms);
    for (const [{ name }, nextRunAt, leaseUntil] of [
      [due, at(-MINUTE), null],
      [later, at(MINUTE), null],
      [taken, at(-MINUTE), at(MINUTE)],
      [left, at(-MINUTE), at(-1)],
    ] as const) {
      await reader.write("INSERT INTO job_state (name, nextRunAt, leaseUntil) VALUES (?, ?, ?)", [
        name,
        nextRunAt,
        leaseUntil,
      ]);
    }
    const runner = new JobRunner([neverRun, due, later, taken, left]);
    runner.start();
    await vi.waitFor(() => expect(ran).toHaveLength(3), { timeout: 30_000 });
    await runner.stop();
    expect(ran).toEqual([neverRun.name, due.name, left.name]);
  });

  it("one with very much to do lets the others have their turn, and goes on with the next beat", async () => {
    const ran: string[] = [];
    let left = 3;
    const long = job(async ({ stopping }) => {
      while (left > 0 && !stopping()) await reader.rows("SELECT SLEEP(0.01)");
      left -= 1;
      ran.push("long");
      return { handled: 1 };
    });
    const other: Job = { ...job(async () => ({ handled: ran.push("other") })), everySeconds: 0 };
    const runner = new JobRunner([{ ...long, inTurns: true }, other], 30);
    runner.start();
    await vi.waitFor(() => expect(ran).toContain("other"), { timeout: 30_000 });
    await vi.waitFor(() => expect(ran.filter((name) => name === "long")).toHaveLength(3), {
      timeout: 30_000,
    });
    await runner.stop();
    expect(ran.slice(0, 4)).toEqual(["long", "other", "long", "other"]);
  });

  it("keeps how far a job came, and says what the last run did", async () => {
    const seen: (string | null)[] = [];
    const counting = job(async ({ progress }) => {
      seen.push(progress);
      return { handled: 3, progress: `${seen.length}`, summary: "three" };
    });
    const runner = new JobRunner([counting]);
    await runner.runNow(counting.name);
    await runner.runNow(counting.name);
    expect(seen).toEqual([null, "1"]);
    const row = await reader.row("SELECT status, handled, summary FROM job_run WHERE name = ?", [
      counting.name,
    ]);
    expect(row).toEqual({ status: "DONE", handled: 3, summary: "three" });
  });

  it("a job that fails says so, lets go of its lease and is tried again", async () => {
    const failing = job(() => Promise.reject(new OwnError("no paper")));
    const runner = new JobRunner([failing]);
    expect(await runner.runNow(failing.name)).toBe(true);
    const rows = await reader.rows("SELECT status, summary FROM job_run WHERE name = ?", [
      failing.name,
    ]);
    expect(rows).toEqual([{ status: "FAILED", summary: "no paper" }]);
    expect(await runner.runNow(failing.name)).toBe(true);
  });

  it("writes no row for a run that had nothing to do, and shows it all the same", async () => {
    const idle = job(async () => ({ handled: 0 }));
    const runner = new JobRunner([idle]);
    for (let round = 0; round < 3; round++) await runner.runNow(idle.name);
    const named = [idle.name];
    expect(await reader.rows("SELECT id FROM job_run WHERE name = ?", named)).toEqual([]);
    const state = "SELECT lastStatus, lastHandled, lastFinishedAt FROM job_state WHERE name = ?";
    expect(await reader.row(state, named)).toEqual({
      lastStatus: "DONE",
      lastHandled: 0,
      lastFinishedAt: expect.any(Date),
    });
  });

  it("shows every job with its last and next run to operators", async () => {
    const { items } = await as(OPERATOR).system.list({});
    expect(items.map(({ name }) => name)).toContain("points.settle");
  });
});

describe("the test clock", () => {
  useDatabase();

  afterEach(async () => {
    await reader.write("DELETE FROM test_clock");
    setBusinessClockOffset(0);
    env().MEMBER_SYSTEM_ENV = "development";
  });

  it("moves business time forward and runs the jobs as if that time had passed", async () => {
    const member = await enrolled(new Date());
    await bought(member.id, { yuan: 70, now: new Date() });
    const later = new Date(Date.now() + 800 * 24 * 3600 * 1000);
    const { jobs } = await as(ADMIN).system.testClock({ now: later.toISOString() });
    expect(jobs.every(({ ran }) => ran)).toBe(true);
    expect(await accountsOf(member.id)).toMatchObject({ available: 0 });
    expect(Math.abs(businessNow().getTime() - later.getTime())).toBeLessThan(60_000);
    setBusinessClockOffset(0);
    await readTestClock();
    expect(businessNow().getTime()).toBeGreaterThan(later.getTime() - 1000);
    await expect(
      as(ADMIN).system.testClock({ now: new Date().toISOString() }),
    ).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("goes no further than calendars do, because it does not come back", async () => {
    for (const now of ["2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]) {
      await expect(as(ADMIN).system.testClock({ now })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
      });
    }
    expect(businessNow().getTime()).toBeLessThan(Date.now() + 500);
  });

  it("is refused in production and to operators", async () => {
    const now = new Date(Date.now() + 1000).toISOString();
    await expect(as(OPERATOR).system.testClock({ now })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    env().MEMBER_SYSTEM_ENV = "production";
    await expect(as(ADMIN).system.testClock({ now })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    expect(businessNow().getTime()).toBeLessThan(Date.now() + 500);
  });
});
