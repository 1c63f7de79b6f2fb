import { z } from "zod";
import { isAway } from "./database-pool";
import { type Reader, reader } from "./db";
import { DomainError } from "./errors";
import { type AppendOnly, type Guard, guardOfLedger } from "./ledger-guard";
import { query, router } from "./trpc";

/** Whether the process is up, and whether it can serve. */

const nothing = z.strictObject({});
const up = z.object({
  status: z.literal("ok"),
  database: z.enum(["ok", "away"]).describe("as of the last time that anything was asked of it"),
});
const ready = z.object({
  status: z.literal("ready"),
  database: z.literal("ok"),
  migrations: z.int().describe("applied migrations"),
  cache: z.enum(["memory", "redis"]),
  ledger: z.enum(["triggers", "grants"]).describe("what guards the ledger against change"),
  version: z.string(),
});

/** A database that turned read-only, or a guard that was dropped, is noticed within this time. */
const GUARD_KEPT_MS = 10_000;
let seen: { guard: Guard; at: number } | undefined;

async function guardOf(ledger: readonly AppendOnly[]): Promise<Guard> {
  if (seen && performance.now() - seen.at < GUARD_KEPT_MS) return seen.guard;
  const found = await guardOfLedger(ledger);
  seen = found && { guard: found, at: performance.now() };
  if (found) return found;
  throw new DomainError("SERVICE_UNAVAILABLE", { ledger: "unguarded", retryAfterSeconds: 5 });
}

async function migrationsApplied(db: Reader): Promise<number> {
  const row = await db.row<{ applied: number; failed: number }>(
    `SELECT COUNT(finished_at) AS applied, SUM(finished_at IS NULL AND rolled_back_at IS NULL) AS failed
       FROM _prisma_migrations`,
  );
  if (!row || row.applied === 0 || row.failed > 0) {
    throw new DomainError("SERVICE_UNAVAILABLE", {
      migrations: "incomplete",
      retryAfterSeconds: 5,
    });
  }
  return row.applied;
}

const READY_KEPT_MS = 1000;

/** One look at a time, and its answer for a second: whoever asks oftener gets the same, refusals too. */
function keptBriefly<T>(look: () => Promise<T>): () => Promise<T> {
  let kept: { answer: Promise<T>; until: number } | undefined;
  return () => {
    if (kept && performance.now() < kept.until) return kept.answer;
    const mine = { answer: look(), until: Number.POSITIVE_INFINITY };
    const expire = () => {
      mine.until = performance.now() + READY_KEPT_MS;
    };
    mine.answer.then(expire, expire);
    kept = mine;
    return mine.answer;
  };
}

/** @param appendOnly the tables of the ledger, one after the other in the order they are tried in */
export function healthRouter(version: string, appendOnly: readonly AppendOnly[]) {
  return router({
    live: query(
      {
        access: { public: true },
        input: nothing,
        output: up,
        rest: {
          method: "GET",
          path: "/health",
          tag: "health",
          summary: "Liveness, and whether the database is reachable",
          uncounted: true,
        },
      },
      () => ({ status: "ok" as const, database: isAway() ? ("away" as const) : ("ok" as const) }),
    ),
    ready: query(
      {
        access: { public: true },
        input: nothing,
        output: ready,
        rest: {
          method: "GET",
          path: "/health/ready",
          uncounted: true,
          tag: "health",
          summary: "Readiness: database, migrations, cache and ledger guard",
        },
      },
      keptBriefly(async () => {
        const migrations = await migrationsApplied(reader);
        const ledger = await guardOf(appendOnly);
        return {
          status: "ready" as const,
          database: "ok" as const,
          migrations,
          cache: "memory" as const,
          ledger,
          version,
        };
      }),
    ),
  });
}
