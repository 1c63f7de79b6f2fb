import { z } from "zod";
import { type Reader, reader } from "./db";
import { DomainError } from "./errors";
import { query, router } from "./trpc";

/** Whether the process is up, and whether it can serve. */

const nothing = z.strictObject({});
const up = z.object({ status: z.literal("ok") });
const ready = z.object({
  status: z.literal("ready"),
  database: z.literal("ok"),
  migrations: z.int().describe("applied migrations"),
  cache: z.enum(["memory", "redis"]),
  ledger: z.enum(["triggers", "grants"]).describe("what guards the ledger against change"),
  version: z.string(),
});

async function guardOf(db: Reader): Promise<"triggers" | "grants" | undefined> {
  const row = await db.row<{ guards: number }>(
    `SELECT COUNT(*) AS guards FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = 'points_entry'
        AND EVENT_MANIPULATION IN ('UPDATE', 'DELETE')`,
  );
  if (row?.guards === 2) return "triggers";
  const grants = await db.rows<Record<string, string>>("SHOW GRANTS FOR CURRENT_USER()");
  const text = grants.flatMap((grant) => Object.values(grant)).join("\n");
  return /\b(ALL PRIVILEGES|UPDATE|DELETE)\b[^\n]* ON [^\n]*(\*\.\*|\.\*|points_entry)/i.test(text)
    ? undefined
    : "grants";
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

export function healthRouter(version: string) {
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
          summary: "The process is up",
          uncounted: true,
        },
      },
      () => ({ status: "ok" as const }),
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
          summary: "The process can serve: database, migrations, cache and the ledger’s guard",
        },
      },
      keptBriefly(async () => {
        const migrations = await migrationsApplied(reader);
        const ledger = await guardOf(reader);
        if (!ledger) {
          throw new DomainError("SERVICE_UNAVAILABLE", {
            ledger: "unguarded",
            retryAfterSeconds: 5,
          });
        }
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
