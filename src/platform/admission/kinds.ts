import type { Access, Caller } from "../auth";
import { type Network, networkOf } from "../network";

/**
 * Kinds of work, by what they take of the database. `read` asks about one member, or what everybody may
 * know: short statements, which many share. `list` goes through many: lists of operators, statistics,
 * exports. `write` is a transaction somebody asked for, `job` one that nobody waits for.
 */
export type QueryKind = "read" | "list";
export type ActKind = "write" | "job";
export type Kind = QueryKind | ActKind;

/** The kind of a reading procedure, by its declaration alone. */
export function queryKind(declaration: {
  access: Access;
  rest?: { path: string };
  cost?: number;
}): QueryKind {
  const { access, rest, cost = 1 } = declaration;
  if (cost > 1) return "list";
  const isOfOne = access.member !== undefined || rest?.path.includes("{") === true;
  return access.public || isOfOne ? "read" : "list";
}

/** Whose turns are counted together: a person's, a key's, a member's; of strangers a region's. */
export function callerName({ kind, actor }: Caller, remoteAddress: string): string {
  return kind === "anonymous" ? strangersName(networkOf(remoteAddress)) : actor;
}

export function strangersName({ region }: Network): string {
  return `address ${region}`;
}

/** Reads at work at once: as many as share one statement. */
const READS = 64;
const READS_WAITING = 1000;
const LISTS_WAITING = 200;
const WRITES_WAITING = 1000;
/** One holds the member's lock, one has come as far as it. */
const OF_LANE = 2;

/**
 * Bounds of a process with so many connections. One is always left to what reads; a list, which may take
 * long, has half of them at most, and so have jobs. Loops are few and wait for themselves, so jobs have
 * no bound of waiting.
 */
export function boundsFor(connections: number) {
  const acts = Math.max(1, connections - 1);
  const half = Math.max(1, Math.floor(connections / 2));
  return {
    queries: {
      running: Number.POSITIVE_INFINITY,
      ofLane: OF_LANE,
      kinds: {
        read: { running: READS, waiting: READS_WAITING },
        list: { running: half, waiting: LISTS_WAITING },
      },
    },
    acts: {
      running: acts,
      ofLane: Math.max(1, Math.min(OF_LANE, acts - 1)),
      kinds: {
        write: { running: acts, waiting: WRITES_WAITING },
        job: { running: Math.min(acts, half), waiting: Number.POSITIVE_INFINITY },
      },
    },
  };
}
