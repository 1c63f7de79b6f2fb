import { z } from "zod";
import { env } from "@/env";
import { businessNow, setBusinessClockOffset } from "./clock";
import { reader } from "./db";
import { DomainError } from "./errors";
import { insertInto, onDuplicate } from "./insert";
import { type Job, JobRunner } from "./jobs";
import { primary } from "./processes/own-primary";
import { LEFT_OUT } from "./replicas/replica";
import { replicas } from "./replicas/replicas";
import { instant } from "./scalars";
import { command, query, router } from "./trpc";

const nothing = z.strictObject({});

const jobView = z.object({
  name: z.string(),
  everySeconds: z.int(),
  running: z.boolean(),
  nextRunAt: instant.nullable(),
  lastRun: z
    .object({
      status: z.string(),
      handled: z.int(),
      summary: z.string().nullable(),
      startedAt: instant,
      finishedAt: instant.nullable(),
    })
    .nullable(),
});

interface StateRow {
  name: string;
  nextRunAt: Date;
  leaseUntil: Date | null;
  lastStatus: string | null;
  lastHandled: number | null;
  lastSummary: string | null;
  lastStartedAt: Date | null;
  lastFinishedAt: Date | null;
}

function lastRunOf(state: StateRow | undefined) {
  if (!state || state.lastStatus === null || state.lastStartedAt === null) return null;
  return {
    status: state.lastStatus,
    handled: state.lastHandled ?? 0,
    summary: state.lastSummary,
    startedAt: state.lastStartedAt,
    finishedAt: state.lastFinishedAt,
  };
}

async function views(jobs: readonly Job[]) {
  const states = await reader.rows<StateRow>(
    `SELECT name, nextRunAt, leaseUntil, lastStatus, lastHandled, lastSummary, lastStartedAt,
       lastFinishedAt FROM job_state`,
  );
  const now = new Date();
  return jobs.map(({ name, everySeconds }) => {
    const state = states.find((row) => row.name === name);
    return {
      name,
      everySeconds,
      running: state?.leaseUntil ? state.leaseUntil > now : false,
      nextRunAt: state?.nextRunAt ?? null,
      lastRun: lastRunOf(state),
    };
  });
}

const replicaView = z.object({
  name: z.string().describe("its place in DATABASE_REPLICA_URLS"),
  place: z.string(),
  leftOut: z.enum(LEFT_OUT).nullable().describe("null where it is read from"),
  since: instant,
  waitedMs: z.int().nullable().describe("until it had come as far as the primary was, last time"),
  reads: z.int().describe("statements that it answered"),
});

/** Beyond it the calendars of databases end, and time cannot be moved back. */
const CLOCK_UNTIL = new Date("2200-01-01T00:00:00Z");

const clockInput = z.strictObject({
  now: instant.describe("business time from now on; only forward"),
});
const clockOutput = z.object({
  now: instant,
  jobs: z.array(z.object({ name: z.string(), ran: z.boolean() })),
});

/**
 * Moves business time forward and runs every job once, so that a shop can test expiry and birthdays
 * in seconds. Signatures, sessions, tokens, key retention and rate limits keep real time. Null where
 * it may not be moved, not back, or not so far.
 */
async function moveClock(jobs: readonly Job[], target: Date) {
  if (env().MEMBER_SYSTEM_ENV !== "development" || target < businessNow()) return null;
  if (target >= CLOCK_UNTIL) return null;
  const offsetMs = target.getTime() - Date.now();
  await reader.write(
    ...onDuplicate(
      insertInto("test_clock", ["id", "offsetMs"], { id: 1, offsetMs }),
      "offsetMs = VALUES(offsetMs)",
    ),
  );
  setBusinessClockOffset(offsetMs);
  // The answer is true for whichever process is asked next.
  await primary()?.ask("clock", null);
  const runner = new JobRunner(jobs);
  const ran: { name: string; ran: boolean }[] = [];
  for (const { name } of jobs) ran.push({ name, ran: await runner.runNow(name) });
  return { now: businessNow(), jobs: ran };
}

export function jobsRouter(jobs: readonly Job[]) {
  const names = z.enum(jobs.map(({ name }) => name) as [string, ...string[]]);
  return router({
    list: query(
      {
        access: { operator: "audit:read" },
        input: nothing,
        output: z.object({ items: z.array(jobView), now: instant }),
      },
      async () => ({ items: await views(jobs), now: businessNow() }),
    ),

    replicas: query(
      {
        access: { operator: "audit:read" },
        input: nothing,
        output: z.object({ items: z.array(replicaView) }).describe("as this process knows them"),
      },
      () => ({ items: (replicas()?.all ?? []).map((one) => one.seen()) }),
    ),

    runNow: command(
      {
        access: { operator: "access:manage" },
        input: z.strictObject({ name: names }),
        output: z.object({ started: z.boolean() }),
      },
      async (work, { name }, started: boolean) => {
        work.audit({ action: "jobs.runNow", target: `job:${name}` });
        return { started };
      },
      // A job takes its time, and has transactions of its own.
      { before: (_, { name }) => new JobRunner(jobs).runNow(name) },
    ),

    testClock: command(
      {
        access: { operator: "access:manage" },
        input: clockInput,
        output: clockOutput,
        rest: {
          method: "POST",
          path: "/admin/test-clock",
          tag: "system",
          summary: "Move program time forward (development systems only)",
        },
      },
      async (work, input, moved: Awaited<ReturnType<typeof moveClock>>) => {
        if (env().MEMBER_SYSTEM_ENV !== "development") {
          throw new DomainError("PERMISSION_DENIED", { environment: env().MEMBER_SYSTEM_ENV });
        }
        if (!moved) {
          throw new DomainError("VALIDATION_FAILED", { now: businessNow() }, [
            { path: "now", message: "≥ now, < 2200" },
          ]);
        }
        work.audit({ action: "system.testClock", after: { now: input.now } });
        return moved;
      },
      { before: (_, input) => moveClock(jobs, input.now) },
    ),
  });
}
