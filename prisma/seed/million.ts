import { env } from "@/env";
import { cutNames } from "@/modules/members/service/upkeep";
import { programAndLadderOf } from "@/modules/tiers/service/ladder";
import {
  addDays,
  businessDate,
  endOfDayAfterMonths,
  startOfBusinessDate,
} from "@/platform/business-time";
import { reader, type Tx, transaction, type Values } from "@/platform/db";
import { memory } from "@/platform/view";
import { withKeysAside } from "./keys-aside";
import { type Coupons, prepareCoupons } from "./million-coupons";
import * as shop from "./million-shop";
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

const FILLED = [
  ...["member", "points_entry", "points_lot", "shop_order", "tier_change"],
  ...["coupon_issue", "coupon", "guest_event"],
];
const TABLES = [
  ...FILLED,
  ...["nickname_part", "points_allocation", "points_redemption", "audit_log"],
  ...["order_line", "coupon_code", "coupon_use", "guest_key"],
];
const ANALYSED_WITHIN_MS = 600_000;

async function refuseUnlessEmpty(): Promise<void> {
  if (env().MEMBER_SYSTEM_ENV !== "development") {
    throw new Error(
      "SEED=million writes past the services and needs MEMBER_SYSTEM_ENV=development",
    );
  }
  for (const table of FILLED) {
    if (await reader.row(`SELECT 1 FROM ${table} LIMIT 1`)) {
      throw new Error(`SEED=million needs an empty database, and ${table} has rows`);
    }
  }
}

interface Plan {
  terms: sql.Terms;
  programVersionId: number;
  reviewPoints: number;
  days: [number, Date, Date][];
  now: Date;
  coupons: Coupons;
}

async function planOf(now: Date, members: number): Promise<Plan> {
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
  const coupons = await prepareCoupons(now, members);
  return { terms, programVersionId: versionId, reviewPoints, days, now, coupons };
}

/** Temporary tables belong to the connection, and the pool may have lent it before. */
type Write = (sql: string, values?: Values) => Promise<unknown>;

/** A statement about a whole chunk takes long where the machine does something else as well. */
const STATEMENT_PATIENCE_MS = 300_000;
const writing =
  (tx: Tx): Write =>
  (sql, values = []) =>
    tx.rows(sql, values, STATEMENT_PATIENCE_MS);

async function openTables(write: Write, plan: Plan): Promise<void> {
  for (const [name, columns] of Object.entries(sql.TEMPORARY)) {
    await write(`CREATE TEMPORARY TABLE IF NOT EXISTS ${name} (${columns})`);
    await write(`DELETE FROM ${name}`);
  }
  const marks = plan.days.map(() => "(?,?,?)").join(",");
  await write(`INSERT INTO seed_day VALUES ${marks}`, plan.days.flat());
}

async function writeChunk(write: Write, plan: Plan, first: number, count: number): Promise<void> {
  const { terms, programVersionId, reviewPoints } = plan;
  const last = first + count - 1;
  await openTables(write, plan);
  await write(sql.ORDERS, [first, count]);
  await write(sql.purchases(terms));
  await write(sql.REVIEWS, [reviewPoints]);
  await write(sql.REDEMPTIONS);
  const entries = [(first - 1) * sql.ENTRIES_MAX + 1, last * sql.ENTRIES_MAX];
  await write(sql.ENTRIES, [(first - 1) * sql.ENTRIES_MAX, programVersionId]);
  await write(sql.LOTS, entries);
  await write(sql.ALLOCATIONS, entries);
  await write(sql.REDEMPTION_ROWS, entries);
  await write(sql.ORDER_ROWS);
  await write(shop.ORDER_LINES, [first, last]);
  await write(sql.TIER_CHANGES, [programVersionId]);
  await write(sql.TIERS_SINCE, [first, last]);
  await write(sql.NEXT_ENDS, [first, last]);
  await write(sql.members(terms));
  await write(sql.NAME_PARTS, [first, last]);
  await write(sql.AUDIT_ROWS, [first, last]);
  await writeCouponsAndGuests(write, plan, first, last);
}

async function writeCouponsAndGuests(
  write: Write,
  { now, coupons }: Plan,
  first: number,
  last: number,
) {
  await write(shop.issues(coupons.definitions), [now]);
  await write(shop.coupons(coupons.definitions), [now]);
  await write(shop.CODES, [coupons.sealed, first, last]);
  await write(shop.OWN_USES);
  await write(shop.SHARED_USES);
  await write(shop.GUEST_KEYS);
  await write(shop.GUEST_EVENTS);
}

/** @throws where the database holds members already, or is a production one */
export async function seedMillion(options: BulkOptions): Promise<void> {
  const { members, say, chunk = sql.CHUNK_MAX, now = new Date() } = options;
  await refuseUnlessEmpty();
  const plan = await planOf(now, members);
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
      await transaction((tx) => writeChunk(writing(tx), plan, first, count));
      done += count;
      tell(done);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
