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
import * as sql from "./million-sql";

/**
 * Members in bulk, for measuring: about five entries and lots each, made by set-based statements that
 * keep every invariant of the ledger. It writes past the services, so it is only for a database that
 * holds nothing yet, and never for production.
 */

export interface BulkOptions {
  members: number;
  say: (line: string) => void;
  /** What "today" is; orders lie up to two years before it. */
  now?: Date;
}

const FILLED = ["member", "points_entry", "points_lot", "shop_order", "tier_change"];

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
  const row = await tx.row<{ id: number | null }>("SELECT MAX(id) AS id FROM points_entry");
  const before = row?.id ?? 0;
  await tx.write(sql.ENTRIES, [before, programVersionId]);
  await tx.write(sql.LOTS, [before]);
  await tx.write(sql.ALLOCATIONS, [before]);
  await tx.write(sql.REDEMPTION_ROWS, [before]);
  await tx.write(sql.ORDER_ROWS);
  await tx.write(sql.TIER_CHANGES, [programVersionId]);
  await tx.write(sql.TIERS_SINCE, [first, last]);
  await tx.write(sql.NEXT_ENDS, [first, last]);
  await tx.write(sql.members(terms));
  await tx.write(sql.AUDIT_ROWS, [first, last]);
}

/** @throws where the database holds members already, or is a production one */
export async function seedMillion({ members, say, now = new Date() }: BulkOptions): Promise<void> {
  await refuseUnlessEmpty();
  const plan = await planOf(now);
  const startedAt = Date.now();
  for (let first = 1; first <= members; first += sql.CHUNK_MAX) {
    const count = Math.min(sql.CHUNK_MAX, members - first + 1);
    await transaction((tx) => writeChunk(tx, plan, first, count));
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    say(`${first + count - 1} of ${members} members, ${seconds} s`);
  }
  await cutNames({ now, progress: null, stopping: () => false });
  say(`nicknames, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  // The optimizer would otherwise plan with what it guessed while the tables were small.
  await reader.rows(
    `ANALYZE TABLE ${[...FILLED, "nickname_part", "points_allocation", "points_redemption"].join(", ")}`,
  );
}
