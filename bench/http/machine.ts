import { readdirSync, readFileSync } from "node:fs";

/** What processes and the machine have used, as Linux tells it under /proc. */

const TICKS_PER_SECOND = 100;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** The fields after the name, which may hold blanks: state, parent, …, user and system time as 12 and 13. */
function statOf(pid: number): string[] | undefined {
  return read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ");
}

/** A process with all that it started. */
export function family(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? statOf(pid)?.[1] : undefined;
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const found = [root];
  for (const one of found) {
    for (const [pid, parent] of parents) if (parent === one) found.push(pid);
  }
  return found;
}

/** User and system time of some processes; ms. */
export function cpuMs(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = statOf(pid);
    return stat ? Number(stat[11]) + Number(stat[12]) : 0;
  });
  return (ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND) * 1000;
}

/** Memory that some processes have; what several share counts once. MB. */
export function memoryMb(pids: readonly number[]): number {
  const kb = pids.map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? "")?.[1] ?? 0),
  );
  return kb.reduce((sum, one) => sum + one, 0) / 1024;
}

export interface Clock {
  all: number;
  idle: number;
  steal: number;
}

/** Of all cores together since the machine started; ticks. */
export function clock(): Clock {
  const [line = ""] = (read("/proc/stat") ?? "").split("\n");
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, , , , steal = 0] = ticks;
  return { all: ticks.reduce((sum, one) => sum + one, 0), idle, steal };
}

/** Shares of the time since then; 0–1. */
export function since(before: Clock): { idle: number; steal: number } {
  const now = clock();
  const all = Math.max(1, now.all - before.all);
  return { idle: (now.idle - before.idle) / all, steal: (now.steal - before.steal) / all };
}
