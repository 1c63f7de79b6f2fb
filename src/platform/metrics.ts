import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from "prom-client";
import { roleOf } from "./processes/role";

/**
 * Figures about this process for Prometheus. Labels are names from closed lists, never anything of a
 * caller or a member: their number stays small, and whoever reads them learns nothing of anybody.
 */

/** What one process counted and measured, as it goes from process to process. */
export type Figures = MetricObjectWithValues<MetricValue<string>>[];

export interface Metrics {
  /** Of this process; those of several are added up. */
  registry: Registry;
  /** Read from the database by whoever is asked: the same in all, and never added up. */
  ledger: Registry;
  requests: Counter<"door" | "procedure" | "status">;
  requestSeconds: Histogram<"door" | "procedure">;
  transactions: Counter<"outcome">;
  retries: Counter<"cause">;
  jobRuns: Counter<"job" | "status">;
  jobSeconds: Histogram<"job">;
  pool: Gauge<"state">;
  admissions: Counter<"kind" | "outcome">;
  admissionSeconds: Histogram<"kind">;
  admission: Gauge<"kind" | "state">;
  replicaProcesses: Gauge<"replica">;
  replicaReads: Counter<"replica">;
  replicaFallbacks: Counter<"reason">;
  replicaWait: Histogram<"replica">;
  ledgerOk: Gauge;
  ledgerFaulty: Gauge<"invariant">;
  ledgerCheckedAt: Gauge;
}

declare global {
  // Pages and server.ts are bundled apart; the figures must still be those of the whole process.
  var __memberSystemMetrics: Metrics | undefined;
}

const NAME = "member_system";

function create(): Metrics {
  const registry = new Registry();
  const ledger = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `${NAME}_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[], of = registry) =>
    new Gauge({ name: `${NAME}_${name}`, help, labelNames, registers: [of] });
  const histogram = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    buckets: number[],
  ) => new Histogram({ name: `${NAME}_${name}`, help, labelNames, buckets, registers });

  const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  const jobBuckets = [0.1, 1, 10, 60, 600, 3600];
  const made: Metrics = {
    registry,
    ledger,
    requests: counter("http_requests_total", "Requests answered", ["door", "procedure", "status"]),
    requestSeconds: histogram(
      "http_request_seconds",
      "Seconds from a request to its answer",
      ["door", "procedure"],
      requestBuckets,
    ),
    transactions: counter("transactions_total", "Transactions by how they ended", ["outcome"]),
    retries: counter("transaction_retries_total", "Transactions that ran again", ["cause"]),
    jobRuns: counter("job_runs_total", "Runs of scheduled jobs in this process", ["job", "status"]),
    jobSeconds: histogram("job_seconds", "Seconds of a run of a job", ["job"], jobBuckets),
    pool: gauge("pool_connections", "Database connections, and who waits for one", ["state"]),
    admissions: counter(
      "admissions_total",
      "Who came for the database, and whether they were let in",
      ["kind", "outcome"],
    ),
    admissionSeconds: histogram(
      "admission_wait_seconds",
      "Seconds until somebody was let in",
      ["kind"],
      requestBuckets,
    ),
    admission: gauge("admission", "Who is at work, and who waits to be", ["kind", "state"]),
    replicaProcesses: gauge("replica_processes", "Processes that read from a replica", ["replica"]),
    replicaReads: counter("replica_reads_total", "Statements answered by a replica", ["replica"]),
    replicaFallbacks: counter(
      "replica_fallbacks_total",
      "Reads meant for a replica that the primary answered",
      ["reason"],
    ),
    replicaWait: histogram(
      "replica_wait_seconds",
      "How long a replica took to come as far as the primary was",
      ["replica"],
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    ),
    ledgerOk: gauge("ledger_ok", "1 where the last check found every invariant true", [], ledger),
    ledgerFaulty: gauge(
      "ledger_faulty_members",
      "Members that fail an invariant in the last check, at most 100 for each",
      ["invariant"],
      ledger,
    ),
    ledgerCheckedAt: gauge(
      "ledger_check_timestamp_seconds",
      "When the last check ended",
      [],
      ledger,
    ),
  };
  // Until a check has run there is nothing to say; a gauge without labels would say 0.
  made.ledgerOk.remove();
  made.ledgerCheckedAt.remove();
  return made;
}

export function metrics(): Metrics {
  globalThis.__memberSystemMetrics ??= create();
  return globalThis.__memberSystemMetrics;
}

/** The label that says whose a figure is, where adding up would say nothing. */
export const PROCESS_LABEL = "process";

/**
 * Memory, CPU, event loop and garbage collection, from the start of a process on.
 *
 * @param name of the process among those of its server
 */
export function measureProcess(name = roleOf() ?? "server"): void {
  const { registry } = metrics();
  if (!registry.getSingleMetric("process_cpu_seconds_total")) {
    collectDefaultMetrics({ register: registry, labels: { [PROCESS_LABEL]: name } });
  }
}

export type Door = "rest" | "trpc" | "page";

/** What is asked for where no procedure of ours is. */
export const NO_PROCEDURE = "none";

/** Starts the clock of a request; what it gives back counts one procedure with its status. */
export function timeRequest(door: Door): (procedure: string, status: number) => void {
  const startedAt = performance.now();
  return (procedure, status) => {
    const { requests, requestSeconds } = metrics();
    requests.inc({ door, procedure, status: String(status) });
    requestSeconds.observe({ door, procedure }, (performance.now() - startedAt) / 1000);
  };
}

export interface LedgerState {
  ok: boolean;
  finishedAt: Date;
  /** Members that fail each invariant, those that none fails included. */
  faulty: ReadonlyMap<string, number>;
}

export function setLedger({ ok, finishedAt, faulty }: LedgerState): void {
  const { ledgerOk, ledgerFaulty, ledgerCheckedAt } = metrics();
  ledgerOk.set(ok ? 1 : 0);
  ledgerCheckedAt.set(finishedAt.getTime() / 1000);
  ledgerFaulty.reset();
  for (const [invariant, members] of faulty) ledgerFaulty.set({ invariant }, members);
}
