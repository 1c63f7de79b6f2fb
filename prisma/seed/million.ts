import { env } from "@/env";
import { cutNames } from "@/modules/members/service/upkeep";
import { programAndLadderOf } from "@/modules/tiers/service/ladder";
import {
  addDays,
  businessDate,
  endOfDayAfterMonths,
  startOfBusinessDate,
} from "@/platform/business-time";
import { reader, type Tx, transaction } from "@/platform/db";
import { memory } from "@/platform/view";
import { withKeysAside } from "./keys-aside";
import * as sql from "./million-sql";

/**
 * Members in bulk, for measuring: about five entries and lots each, made by set-based statements that
 * keep every invariant of the ledger. It writes past the services, so it is only for a database that
 * holds nothing yet, and never for production.
 */

export interface BulkOptions {
  members: number;
  say: (line: string) => void;
  /** Members of a chunk, which is one transaction; 10,000 at most. */
  chunk?: number;
  /** What "today" is; orders lie up to two years before it. */
  now?: Date;
}

const FILLED = ["member", "points_entry", "points_lot", "shop_order", "tier_change"];
const TABLES = [...FILLED, "nickname_part", "points_allocation", "points_redemption", "audit_log"];
const ANALYSED_WITHIN_MS = 600_000;

async function refuseUnlessEmpty(): Promise<void> {
  if (env().MEMBER_SYSTEM_ENV !== "development") {
    throw new Error(
      "SEED=million writes past the services and needs MEMBER_SYSTEM_ENV=development",
    );
  }
  for (const table of FILLED) {
    if (await reader.row(`SELECT id FROM ${table} LIMIT 1`)) {
      throw new Error(`SEED=million needs an empty database, and ${table} has rows`);
    }
  }
}

interface Plan {
  terms: sql.Terms;
  programVersionId: number;
  reviewPoints: number;
  days: [number, Date, Date][];
}

async function planOf(now: Date): Promise<Plan> {
  const { program, ladder } = await programAndLadderOf({ db: reader, ...memory() });
  const { rules, timeZone, versionId } = program;
  if (rules.earn.pendingDays > 0) {
    throw new Error("SEED=million needs a program whose points are available at once");
  }
  const today = businessDate(now, timeZone);
  const days = Array.from({ length: sql.DAYS_MAX }, (_, index): [number, Date, Date] => {
    const startsAt = startOfBusinessDate(addDays(today, -index - 1), timeZone);
    return [index + 1, startsAt, endOfDayAfterMonths(startsAt, rules.earn.expiryMonths, timeZone)];
  });
  const { pointsPerYuan, reviewPoints } = rules.earn;
  const terms = { ladder, pointsPerYuan, protectionMonths: rules.tiers.protectionMonths };
  return { terms, programVersionId: versionId, reviewPoints, days };
}

/** Temporary tables belong to the connection, and the pool may have lent it before. */
async function openTables(tx: Tx, plan: Plan): Promise<void> {
  for (const [name, columns] of Object.entries(sql.TEMPORARY)) {
    await tx.write(`CREATE TEMPORARY TABLE IF NOT EXISTS ${name} (${columns})`);
    await tx.write(`DELETE FROM ${name}`);
  }
  const marks = plan.days.map(() => "(?,?,?)").join(",");
  await tx.write(`INSERT INTO seed_day VALUES ${marks}`, plan.days.flat());
}

async function writeChunk(tx: Tx, plan: Plan, first: number, count: number): Promise<void> {
  const { terms, programVersionId, reviewPoints } = plan;
  const last = first + count - 1;
  await openTables(tx, plan);
  await tx.write(sql.ORDERS, [first, count]);
  await tx.write(sql.purchases(terms));
  await tx.write(sql.REVIEWS, [reviewPoints]);
  await tx.write(sql.REDEMPTIONS);
  const entries = [(first - 1) * sql.ENTRIES_MAX + 1, last * sql.ENTRIES_MAX];
  await tx.write(sql.ENTRIES, [(first - 1) * sql.ENTRIES_MAX, programVersionId]);
  await tx.write(sql.LOTS, entries);
  await tx.write(sql.ALLOCATIONS, entries);
  await tx.write(sql.REDEMPTION_ROWS, entries);
  await tx.write(sql.ORDER_ROWS);
  await tx.write(sql.TIER_CHANGES, [programVersionId]);
  await tx.write(sql.TIERS_SINCE, [first, last]);
  await tx.write(sql.NEXT_ENDS, [first, last]);
  await tx.write(sql.members(terms));
  await tx.write(sql.NAME_PARTS, [first, last]);
  await tx.write(sql.AUDIT_ROWS, [first, last]);
}

/** @throws where the database holds members already, or is a production one */
export async function seedMillion(options: BulkOptions): Promise<void> {
  const { members, say, chunk = sql.CHUNK_MAX, now = new Date() } = options;
  await refuseUnlessEmpty();
  const plan = await planOf(now);
  const startedAt = Date.now();
  const tell = (what: string) => say(`${what}, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  await withKeysAside(
    TABLES,
    (table) => tell(`keys of ${table}`),
    async () => {
      await writeMembers(plan, members, chunk, (done) => tell(`${done} of ${members} members`));
      // What the services would cut otherwise is cut again.
      await cutNames({ now, progress: null, stopping: () => false });
    },
  );
  // The optimizer would otherwise plan with what it guessed while the tables were small.
  await reader.rows(`ANALYZE TABLE ${TABLES.join(", ")}`, [], ANALYSED_WITHIN_MS);
  tell("done");
}

/** Chunks at once: one calculates while another writes. */
const LANES = 2;

async function writeMembers(
  plan: Plan,
  members: number,
  chunk: number,
  tell: (done: number) => void,
) {
  let next = 1;
  let done = 0;
  const lane = async () => {
    while (next <= members) {
      const first = next;
      const count = Math.min(chunk, members - first + 1);
      next += count;
      await transaction((tx) => writeChunk(tx, plan, first, count));
      done += count;
      tell(done);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
