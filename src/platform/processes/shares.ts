import { availableParallelism } from "node:os";
import { type Env, env } from "@/env";
import { roleOf } from "./role";

/** How the processes of a server share what is given to the server as a whole. */

/** More would wait for the database; whoever knows better says so. */
const API_PROCESSES_MOST = 8;

/** The pages, and often the database, take a core: one API process more than the others costs each call more CPU. */
export function apiProcesses({ API_PROCESSES }: Env): number {
  return API_PROCESSES ?? Math.max(1, Math.min(API_PROCESSES_MOST, availableParallelism() - 1));
}

/** Connections that this process may have: all of them where it stands alone. */
export function connectionsHere(): number {
  const { DB_POOL_SIZE, JOBS } = env();
  const [kind] = (roleOf() ?? "").split("-");
  const shares = sharesOf(DB_POOL_SIZE, apiProcesses(env()), JOBS === "on");
  return kind === "api" || kind === "pages" || kind === "jobs" ? shares[kind] : DB_POOL_SIZE;
}

/** Among how many processes what API processes have is shared. */
export function sharingHere(): number {
  return roleOf()?.startsWith("api-") ? apiProcesses(env()) : 1;
}

export interface Shares {
  api: number;
  pages: number;
  jobs: number;
}

/** An act and a read beside it must both come through. */
const LEAST = 2;

/**
 * Connections of each process. A fifth is the pages', another that of the jobs where the server runs
 * them, the API processes have the rest. The sum is no more than was given, unless two for each are more.
 * Examples: 10 for two API processes = 4, 4 and 2; with jobs 3, 3, 2 and 2.
 */
export function sharesOf(connections: number, apiProcesses: number, hasJobs: boolean): Shares {
  const others = hasJobs ? 2 : 1;
  const room = Math.floor((connections - LEAST * apiProcesses) / others);
  const aside = Math.max(LEAST, Math.min(Math.floor(connections / 5), room));
  const left = connections - aside * others;
  return { api: Math.max(LEAST, Math.floor(left / apiProcesses)), pages: aside, jobs: aside };
}
