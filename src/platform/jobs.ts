import { randomUUID } from "node:crypto";
import { ANONYMOUS } from "./auth";
import { businessNow, setBusinessClockOffset } from "./clock";
import { type Reader, reader } from "./db";
import { faultText } from "./fault";
import { insertInto, insertOrIgnore } from "./insert";
import { log } from "./log";
import { metrics } from "./metrics";
import { refuseInsideTransaction } from "./outside";
import { type Mark, traceWhole } from "./tracing/spans";

/**
 * Scheduled work. Each kind of job has one row that says when it is due and who runs it; a lease keeps
 * two machines from doing it at once, and every job is harmless when they do all the same.
 */

export interface JobContext {
  /** Business time of the run. */
  now: Date;
  /** How far the last run came, in the job's own words. */
  progress: string | null;
  /** Asked between pages: true when the process wants to stop, or others are to have their turn. */
  stopping: () => boolean;
}

export interface JobResult {
  handled: number;
  /** Kept for the next run; undefined leaves it as it is. */
  progress?: string;
  summary?: string;
  /** How many of what it does one after the other could not be: the run has failed, and the progress stays. */
  failed?: number;
}

export interface Job {
  name: string;
  everySeconds: number;
  run: (context: JobContext) => Promise<JobResult>;
  /**
   * It may have much to do and begins where it stopped: after a while the other jobs have their turn, and it
   * goes on with the next beat.
   */
  inTurns?: boolean;
  /** Sets the figures of what the job last found, so that they are right after a restart too. */
  measure?: () => Promise<void>;
}

/** Who acts in a job. */
export function jobOrigin(now: Date) {
  const caller = { ...ANONYMOUS, actor: "system" };
  const turn = { kind: "job", caller: "system" } as const;
  return { caller, requestId: `job-${randomUUID()}`, now, turn };
}

const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
const TICK_MS = 2_000;
const RETRY_MS = 30_000;
/** One after the other is how jobs of a process run, so nothing that comes at its time waits longer. */
const TURN_MS = 10_000;

export class JobRunner {
  private readonly holder = `${process.pid}-${randomUUID().slice(0, 8)}`;
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly jobs: readonly Job[],
    private readonly turnMs = TURN_MS,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.timer.unref();
  }

  private tick(): void {
    this.ticking ??= this.runDue()
      .catch((err: unknown) => log().warn({ err }, "jobs could not run"))
      .finally(() => {
        this.ticking = undefined;
      });
  }

  /** Waits for the job under way to come to the end of its page. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.ticking;
  }

  private async runDue(): Promise<void> {
    await readTestClock();
    const states = await jobStates();
    for (const job of this.jobs) {
      if (this.stopped) return;
      if (!isFree(states.get(job.name), new Date())) continue;
      if (await this.claim(job, false)) await this.carryOut(job);
    }
  }

  /**
   * Runs one job whether it is due or not; false when somebody else is running it.
   *
   * @throws Error inside a transaction
   */
  async runNow(name: string): Promise<boolean> {
    refuseInsideTransaction("a job was run");
    const job = this.jobs.find((candidate) => candidate.name === name);
    if (!job || !(await this.claim(job, true))) return false;
    await this.carryOut(job);
    return true;
  }

  private async claim(job: Job, anyTime: boolean): Promise<boolean> {
    const now = new Date();
    const due = anyTime ? LATEST : now;
    await reader.rows(
      ...insertOrIgnore("job_state", ["name", "nextRunAt"], { name: job.name, nextRunAt: now }),
    );
    const result = await reader.write(
      `UPDATE job_state SET holder = ?, leaseUntil = ?
        WHERE name = ? AND nextRunAt <= ? AND (leaseUntil IS NULL OR leaseUntil < ?)`,
      [this.holder, new Date(now.getTime() + LEASE_MS), job.name, due, now],
    );
    return result.affectedRows === 1;
  }

  private carryOut(job: Job): Promise<void> {
    return traceWhole(`job ${job.name}`, "internal", { job: job.name }, (mark) =>
      this.work(job, mark),
    );
  }

  private async work(job: Job, mark: Mark): Promise<void> {
    const startedAt = new Date();
    const renewal = setInterval(() => this.renew(job), RENEW_MS);
    const stopTimer = metrics().jobSeconds.startTimer({ job: job.name });
    try {
      const progress = await jobProgress(reader, job.name);
      const turnEnds = job.inTurns ? performance.now() + this.turnMs : Number.POSITIVE_INFINITY;
      let isCut = false;
      const stopping = () => {
        isCut ||= performance.now() >= turnEnds;
        return this.stopped || isCut;
      };
      const result = await job.run({ now: businessNow(), progress, stopping });
      const { handled, failed = 0 } = result;
      mark.set({ handled });
      if (failed === 0) return await this.finish(job, startedAt, "DONE", result, isCut);
      mark.fail();
      const summary = `${failed} could not be carried out`;
      await this.finish(job, startedAt, "FAILED", { handled, summary });
    } catch (err) {
      log().error({ err, job: job.name }, "job failed");
      mark.fail();
      const summary = faultText(err).slice(0, 500);
      await this.finish(job, startedAt, "FAILED", { handled: 0, summary });
    } finally {
      clearInterval(renewal);
      stopTimer();
    }
  }

  private renew(job: Job): void {
    const until = new Date(Date.now() + LEASE_MS);
    reader
      .write("UPDATE job_state SET leaseUntil = ? WHERE name = ? AND holder = ?", [
        until,
        job.name,
        this.holder,
      ])
      .catch((err: unknown) => log().warn({ err, job: job.name }, "lease not renewed"));
  }

  /** Every run is written on the job's own row; one of its own has what did something, or failed. */
  private async finish(
    job: Job,
    startedAt: Date,
    status: "DONE" | "FAILED",
    result: JobResult,
    isCut = false,
  ): Promise<void> {
    metrics().jobRuns.inc({ job: job.name, status });
    const now = new Date();
    const usual = isCut ? 0 : job.everySeconds * 1000;
    const wait = status === "DONE" ? usual : Math.min(RETRY_MS, usual);
    const { handled, summary = null } = result;
    const run = { status, handled, summary, startedAt, finishedAt: now };
    if (status === "FAILED" || handled > 0) {
      await reader.write(
        ...insertInto(
          "job_run",
          ["name", "holder", "status", "handled", "summary", "startedAt", "finishedAt"],
          { name: job.name, holder: this.holder, ...run },
        ),
      );
    }
    await reader.write(
      `UPDATE job_state SET lastStatus = ?, lastHandled = ?, lastSummary = ?, lastStartedAt = ?,
         lastFinishedAt = ?, nextRunAt = ?, holder = NULL, leaseUntil = NULL,
         progress = COALESCE(?, progress) WHERE name = ? AND holder = ?`,
      [
        status,
        handled,
        summary,
        startedAt,
        now,
        new Date(now.getTime() + wait),
        result.progress ?? null,
        job.name,
        this.holder,
      ],
    );
  }
}

interface JobState {
  name: string;
  nextRunAt: Date;
  leaseUntil: Date | null;
}

/** One look at all jobs: mostly none of them is due, and who claims each in vain asks a lot. */
async function jobStates(): Promise<Map<string, JobState>> {
  const rows = await reader.rows<JobState>("SELECT name, nextRunAt, leaseUntil FROM job_state", []);
  return new Map(rows.map((row) => [row.name, row]));
}

/** Whether claiming may succeed. One that never ran has no row yet. */
function isFree(state: JobState | undefined, now: Date): boolean {
  if (!state) return true;
  return state.nextRunAt <= now && (state.leaseUntil === null || state.leaseUntil < now);
}

const LATEST = new Date("9999-01-01T00:00:00Z");

/** How far a job's last run came, in its own words. */
export async function jobProgress(db: Reader, name: string): Promise<string | null> {
  const row = await db.row<{ progress: string | null }>(
    "SELECT progress FROM job_state WHERE name = ?",
    [name],
  );
  return row?.progress ?? null;
}

/** Business time as another process of a development system may have moved it. */
export async function readTestClock(): Promise<void> {
  const row = await reader.row<{ offsetMs: number }>(
    "SELECT offsetMs FROM test_clock WHERE id = 1",
  );
  setBusinessClockOffset(row?.offsetMs ?? 0);
}
