import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { pool, reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";

const FOLDER = fileURLToPath(new URL("./schema", import.meta.url));

interface Table {
  columns: Record<string, string>;
  indexes: Record<string, string>;
}

/** The part of Prisma's language that our schema uses; a word beyond it is an error here. */
const SCALARS: Record<string, string> = {
  BigInt: "bigint",
  Int: "int",
  "Int SmallInt": "smallint",
  Boolean: "tinyint(1)",
  "String Text": "text",
  "String MediumText": "mediumtext",
  Float: "double",
  "DateTime Date": "date",
};

function columnType(type: string, native: string | undefined): string {
  const sized = native?.match(/^(VarChar|Char|DateTime)\((\d+)\)$/);
  if (sized && (type === "DateTime") === (sized[1] === "DateTime")) {
    return `${sized[1]?.toLowerCase()}(${sized[2]})`;
  }
  const known = SCALARS[native === undefined ? type : `${type} ${native}`];
  if (known === undefined) throw new Error(`the schema says ${type} @db.${native}`);
  return known;
}

function defaultOf(attributes: string): string {
  const given = attributes.match(/@default\((.*?)\)(?= |$)/)?.[1];
  if (given === undefined) return "";
  if (given === "autoincrement()") return " auto_increment";
  if (/^-?\d+$/.test(given)) return ` default ${given}`;
  if (given === "true" || given === "false") return ` default ${given === "true" ? 1 : 0}`;
  const text = given.match(/^"(.*)"$/)?.[1];
  if (text === undefined) throw new Error(`the schema says @default(${given})`);
  return ` default ${text}`;
}

const KNOWN_ATTRIBUTES = /^(@id|@unique|@default\(.*?\)|@db\.\w+(\(\d+\))?|\s)*$/;

/** Prisma's own names: table_columns_idx and _key. */
function indexName(table: string, columns: readonly string[], kind: "idx" | "key"): string {
  const name = `${table}_${columns.join("_")}_${kind}`;
  if (name.length > 64) throw new Error(`${name} is longer than a name may be`);
  return name;
}

function addField(table: Table, name: string, line: RegExpMatchArray): void {
  const [, field = "", type = "", optional, attributes = ""] = line;
  if (!KNOWN_ATTRIBUTES.test(attributes)) throw new Error(`the schema says ${attributes}`);
  const native = attributes.match(/@db\.(\w+(\(\d+\))?)/)?.[1];
  const nullable = optional ? "null" : "not null";
  table.columns[field] = `${columnType(type, native)} ${nullable}${defaultOf(attributes)}`;
  if (/@id\b/.test(attributes)) table.indexes.PRIMARY = `unique ${field}`;
  if (/@unique\b/.test(attributes)) {
    table.indexes[indexName(name, [field], "key")] = `unique ${field}`;
  }
}

function addBlockAttribute(table: Table, name: string, line: string): void {
  const [, kind = "", list = ""] = line.match(/^@@(id|unique|index)\(\[([\w, ]+)\]\)$/) ?? [];
  const columns = list.split(/,\s*/);
  if (kind === "") throw new Error(`the schema says ${line}`);
  if (kind === "id") table.indexes.PRIMARY = `unique ${columns.join(", ")}`;
  if (kind === "unique") {
    table.indexes[indexName(name, columns, "key")] = `unique ${columns.join(", ")}`;
  }
  if (kind === "index") table.indexes[indexName(name, columns, "idx")] = columns.join(", ");
}

/** What the Prisma schema says of each table. */
function schemaTables(): Record<string, Table> {
  const tables: Record<string, Table> = {};
  const text = readdirSync(FOLDER)
    .map((file) => readFileSync(`${FOLDER}/${file}`, "utf8"))
    .join("\n");
  for (const [, model, body = ""] of text.matchAll(/^model (\w+) \{$([\s\S]*?)^\}$/gm)) {
    const name = body.match(/@@map\("(\w+)"\)/)?.[1];
    if (name === undefined) throw new Error(`${model} names no table`);
    const table: Table = { columns: {}, indexes: {} };
    const lines = body.split("\n").map((line) => line.replace(/\s*\/\/.*$/, "").trim());
    for (const line of lines.filter((text) => text !== "" && !text.startsWith("@@map("))) {
      const field = line.match(/^(\w+)\s+(\w+)(\?)?\s*(.*)$/);
      if (field) addField(table, name, field);
      else addBlockAttribute(table, name, line);
    }
    tables[name] = table;
  }
  if (/^(enum|type|view) /m.test(text)) throw new Error("the schema has more than models");
  return tables;
}

interface ColumnRow {
  tableName: string;
  name: string;
  dataType: string;
  columnType: string;
  length: number | null;
  fraction: number | null;
  nullable: "YES" | "NO";
  standard: string | null;
  extra: string;
  collation: string | null;
}

const BOOKKEEPING = "_prisma_migrations";

function columnRows(): Promise<ColumnRow[]> {
  return reader.rows<ColumnRow>(
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS name, DATA_TYPE AS dataType,
            COLUMN_TYPE AS columnType, CHARACTER_MAXIMUM_LENGTH AS length,
            DATETIME_PRECISION AS fraction, IS_NULLABLE AS nullable, COLUMN_DEFAULT AS standard,
            EXTRA AS extra, COLLATION_NAME AS collation
       FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> ?
      ORDER BY TABLE_NAME, ORDINAL_POSITION`,
    [BOOKKEEPING],
  );
}

function columnText(row: ColumnRow): string {
  const sizes: Record<string, number | null> = {
    varchar: row.length,
    char: row.length,
    datetime: row.fraction,
  };
  const isFlag = row.columnType === "tinyint(1)";
  const size = sizes[row.dataType];
  const type = isFlag ? "tinyint(1)" : `${row.dataType}${size == null ? "" : `(${size})`}`;
  // MariaDB quotes a text and writes NULL for none, MySQL does neither.
  const standard =
    row.standard === "NULL" ? null : (row.standard?.replace(/^'(.*)'$/, "$1") ?? null);
  const automatic = row.extra.includes("auto_increment") ? " auto_increment" : "";
  const nullable = row.nullable === "YES" ? "null" : "not null";
  return `${type} ${nullable}${standard === null ? "" : ` default ${standard}`}${automatic}`;
}

/** What the migrated database says of each table. */
async function databaseTables(): Promise<Record<string, Table>> {
  const tables: Record<string, Table> = {};
  for (const row of await columnRows()) {
    tables[row.tableName] ??= { columns: {}, indexes: {} };
    (tables[row.tableName] as Table).columns[row.name] = columnText(row);
  }
  const indexes = await reader.rows<{
    tableName: string;
    name: string;
    other: number;
    list: string;
  }>(
    `SELECT TABLE_NAME AS tableName, INDEX_NAME AS name, MAX(NON_UNIQUE) AS other,
            GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ', ') AS list
       FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> ?
      GROUP BY TABLE_NAME, INDEX_NAME`,
    [BOOKKEEPING],
  );
  for (const { tableName, name, other, list } of indexes) {
    (tables[tableName] as Table).indexes[name] = other ? list : `unique ${list}`;
  }
  return tables;
}

describe("the Prisma schema", () => {
  it("is valid to Prisma itself", () => {
    const prisma = fileURLToPath(import.meta.resolve("prisma/build/index.js"));
    const cwd = fileURLToPath(new URL("..", import.meta.url));
    const said = execFileSync(process.execPath, [prisma, "validate"], { cwd, stdio: "pipe" });
    expect(String(said)).toContain("valid");
  });
});

describe("the migrated database and the Prisma schema", () => {
  useDatabase("schema");
  const wanted = schemaTables();
  let found: Record<string, Table>;

  beforeAll(async () => {
    found = await databaseTables();
  });

  it("have the same tables", () => {
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  });

  it.each(Object.keys(wanted))("agree about %s, column by column and index by index", (table) => {
    expect(found[table]).toEqual(wanted[table]);
  });

  it("give every table a primary key, because a cluster needs one", () => {
    for (const table of Object.values(wanted)) expect(table.indexes.PRIMARY).toBeDefined();
  });

  it("tell nothing apart by words: no unique index has a column that takes á for a", async () => {
    const words = await reader.rows<{ name: string }>(
      `SELECT CONCAT(s.TABLE_NAME, '.', s.COLUMN_NAME) AS name
         FROM information_schema.STATISTICS s JOIN information_schema.COLUMNS c
           ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME
              AND c.COLUMN_NAME = s.COLUMN_NAME
        WHERE s.TABLE_SCHEMA = DATABASE() AND s.TABLE_NAME <> ? AND s.NON_UNIQUE = 0
          AND c.COLLATION_NAME NOT IN ('ascii_bin', 'utf8mb4_bin')`,
      [BOOKKEEPING],
    );
    expect(words).toEqual([]);
  });

  it("compare references letter by letter and words by their letters", async () => {
    const rows = await columnRows();
    const collations = new Set(rows.map((row) => row.collation ?? "none"));
    const known = ["none", "ascii_bin", "utf8mb4_bin", "utf8mb4_unicode_ci"];
    expect(collations).toEqual(new Set(known));
    const exact = rows.filter(({ collation }) => collation === "utf8mb4_bin");
    expect(exact.map(({ tableName, name }) => `${tableName}.${name}`)).toEqual([
      "member_attribute.word",
      "member_fact.lastStore",
      "member_tag.tag",
      "nickname_part.part",
      "one_time_code.address",
      "outgoing_message.address",
      "reward.category",
      "staff_link.email",
      "stat_sales_day.word",
      "user.email",
    ]);
  });
});

let serial = 0;

/** A value that fits a column, for rows of which only some columns matter. */
function filler({ dataType, length }: ColumnRow): string | number {
  serial += 1;
  if (["bigint", "int"].includes(dataType)) return serial;
  if (dataType === "smallint") return serial % 30_000;
  if (dataType === "tinyint") return 0;
  if (dataType === "datetime" || dataType === "date") return "2026-01-05";
  return `t${serial}`.slice(0, length ?? 16);
}

async function insert(table: string, given: Record<string, string | number | null>): Promise<void> {
  const columns = (await columnRows()).filter((row) => row.tableName === table);
  const row: Record<string, string | number | null> = {};
  for (const column of columns) {
    const isFree = column.nullable === "YES" || column.extra.includes("auto_increment");
    if (!isFree && column.standard === null) row[column.name] = filler(column);
  }
  Object.assign(row, given);
  const names = Object.keys(row).map((name) => `\`${name}\``);
  const marks = names.map(() => "?");
  await pool().execute(`INSERT INTO ${table} (${names}) VALUES (${marks})`, Object.values(row));
}

type Facts = Record<string, string | number | null>;

const LINE = { quantity: 2, unitAmountMinor: 50, discountMinor: 10 };

/** Each CHECK with a row that just fits and rows that just do not. */
const CHECKS: Record<string, [table: string, fits: Facts, ...refused: Facts[]]> = {
  member_accounts_check: [
    "member",
    { available: 0, pending: 0, frozen: 0, owed: 0 },
    { available: -1 },
    { pending: -1 },
    { frozen: -1 },
    { owed: -1 },
  ],
  member_owed_check: ["member", { owed: 5, available: 0 }, { owed: 1, available: 1 }],
  member_spend_check: ["member", { spendMinor: 0 }, { spendMinor: -1 }],
  member_phone_check: [
    "member",
    { phone: "+8613800001234", phoneKey: "+8613800001234" },
    { phone: null, phoneKey: "+8613800001235" },
    { phone: "+8613800001236", phoneKey: "+8613800001237" },
    { phone: "13800001234", phoneKey: "13800001234" },
    { phone: "+0138000012", phoneKey: "+0138000012" },
  ],
  points_lot_amounts_check: [
    "points_lot",
    { original: 5, remaining: 3, frozen: 2, live: 1 },
    { original: 5, remaining: 3, frozen: 3, live: 1 },
    { original: 5, remaining: -1, frozen: 2, live: 1 },
    { original: 5, remaining: 2, frozen: -1, live: 1 },
  ],
  points_lot_live_check: [
    "points_lot",
    { original: 5, remaining: 0, frozen: 0, live: 0 },
    { original: 5, remaining: 0, frozen: 0, live: 1 },
    { original: 5, remaining: 1, frozen: 0, live: 0 },
  ],
  points_redemption_restored_check: [
    "points_redemption",
    { points: 5, restored: 5 },
    { points: 5, restored: 6 },
    { points: 5, restored: -1 },
  ],
  points_redemption_cap_check: [
    "points_redemption",
    { points: 5, overCap: 5 },
    { points: 5, overCap: 6 },
    { points: 5, overCap: -1 },
  ],
  shop_order_undone_check: ["shop_order", { undoneMinor: 0 }, { undoneMinor: -1 }],
  order_refund_counted_check: [
    "order_refund",
    { amountMinor: 10, countedMinor: 7, leftOverMinor: 3 },
    { amountMinor: 10, countedMinor: 7, leftOverMinor: 4 },
    { amountMinor: 10, countedMinor: -1, leftOverMinor: 3 },
    { amountMinor: 10, countedMinor: 7, leftOverMinor: -1 },
  ],
  order_line_amount_check: [
    "order_line",
    { quantity: 2, unitAmountMinor: 50, discountMinor: 100 },
    { quantity: 2, unitAmountMinor: 50, discountMinor: 101 },
    { quantity: 2, unitAmountMinor: 50, discountMinor: -1 },
    { quantity: 0, unitAmountMinor: 50, discountMinor: 0 },
  ],
  order_line_refunded_check: [
    "order_line",
    { ...LINE, taxMinor: 5, refundedMinor: 95 },
    { ...LINE, taxMinor: 5, refundedMinor: 96 },
    { ...LINE, taxMinor: null, refundedMinor: 91 },
    { ...LINE, taxMinor: null, refundedMinor: -1 },
  ],
  order_change_told_check: [
    "order_change",
    { status: "PARKED", told: "{}" },
    { status: "PARKED", told: null },
    { status: "APPLIED", told: "{}" },
  ],
  order_part_said_check: [
    "order_part",
    { quantity: 0, amountMinor: 0 },
    { quantity: 0, amountMinor: null },
  ],
  points_hold_points_check: ["points_hold", { points: 1 }, { points: 0 }],
  shop_order_refunded_check: [
    "shop_order",
    { paidAmountMinor: 100, refundedMinor: 100 },
    { paidAmountMinor: 100, refundedMinor: 101 },
    { paidAmountMinor: null, refundedMinor: -1 },
  ],
  shop_order_clawed_check: [
    "shop_order",
    { pointsEarned: 10, pointsClawed: 10 },
    { pointsEarned: 10, pointsClawed: 11 },
    { pointsEarned: 10, pointsClawed: -1 },
  ],
  order_return_open_check: [
    "order_return",
    { amountMinor: 10, openMinor: 10 },
    { amountMinor: 10, openMinor: 11 },
    { amountMinor: 10, openMinor: -1 },
  ],
  benefit_usage_amounts_check: [
    "benefit_usage",
    { valueMinor: 0, points: 0 },
    { valueMinor: -1, points: 0 },
    { valueMinor: 0, points: -1 },
  ],
  automation_given_check: [
    "automation",
    { givenCount: 2, totalLimit: 2 },
    { givenCount: 3, totalLimit: 2 },
    { givenCount: -1 },
  ],
  automation_running_check: [
    "automation",
    { state: "RUNNING", countsFrom: "2026-01-05" },
    { state: "RUNNING", countsFrom: null },
  ],
  automation_gift_status_check: [
    "automation_gift",
    { status: "GIVEN", issueId: 1, reason: null },
    { status: "GIVEN", issueId: null, reason: null },
    { status: "GIVEN", issueId: 1, reason: "FAILED" },
    { status: "NOT_GIVEN", issueId: null, reason: null },
  ],
  coupon_issue_count_check: [
    "coupon_issue",
    { count: 2, issuedCount: 2, voidedCount: 2 },
    { count: 2, issuedCount: 3 },
    { count: 2, issuedCount: -1 },
    { count: 2, voidedCount: 3 },
    { count: 2, voidedCount: -1 },
    { count: 0 },
  ],
  coupon_uses_check: ["coupon", { uses: 1 }, { uses: 0 }],
  coupon_issued_check: [
    "coupon",
    { status: "ACTIVE", uses: 1, issuedAt: "2026-01-05", validUntil: "2026-01-06" },
    { status: "ACTIVE", uses: 1, issuedAt: null, validUntil: "2026-01-06" },
    { status: "ACTIVE", uses: 1, issuedAt: "2026-01-05", validUntil: null },
  ],
  coupon_use_amounts_check: [
    "coupon_use",
    { goodsMinor: 10, discountMinor: 10 },
    { goodsMinor: 10, discountMinor: 11 },
    { goodsMinor: 10, discountMinor: 0 },
  ],
  activity_places_check: [
    "activity",
    { capacity: 5, joinedCount: 5, pointsBudget: null },
    { capacity: 5, joinedCount: 6 },
    { capacity: null, joinedCount: -1 },
  ],
  activity_budget_check: [
    "activity",
    { capacity: null, pointsBudget: 5, pointsGiven: 5 },
    { pointsBudget: 5, pointsGiven: 6 },
    { pointsBudget: null, pointsGiven: -1 },
  ],
  import_row_figures_check: [
    "import_row",
    { points: 0, spendMinor: 0 },
    { points: -1, spendMinor: 0 },
    { points: 0, spendMinor: -1 },
  ],
  approval_policy_bounds_check: [
    "approval_policy",
    { waitDays: 30, aboveMinor: 100, dayMinor: 100 },
    { waitDays: 0 },
    { waitDays: 366 },
    { aboveMinor: 100, dayMinor: null },
    { aboveMinor: null, dayMinor: 100 },
    { aboveMinor: 100, dayMinor: 99 },
  ],
  activity_coupons_check: [
    "activity",
    { couponsGiven: 5, couponsReturned: 5, couponsMissed: 0 },
    { couponsGiven: 5, couponsReturned: 6, couponsMissed: 0 },
    { couponsGiven: 5, couponsReturned: -1, couponsMissed: 0 },
    { couponsGiven: 5, couponsReturned: 0, couponsMissed: -1 },
  ],
  activity_participation_coupon_check: [
    "activity_participation",
    { couponState: "GIVEN", couponIssueId: 1, couponPoints: 0 },
    { couponState: "GIVEN", couponIssueId: null },
    { couponState: null, couponIssueId: 1 },
    { couponState: null, couponIssueId: null, couponPoints: -1 },
  ],
  activity_participation_award_check: [
    "activity_participation",
    { awardPoints: 5, awardClawed: 5 },
    { awardPoints: 5, awardClawed: 6 },
    { awardPoints: 5, awardClawed: -1 },
  ],
  order_freeze_points_check: ["order_freeze", { points: 0 }, { points: -1 }],
  activity_returned_check: ["activity", { pointsReturned: 0 }, { pointsReturned: -1 }],
  activity_use_points_check: [
    "activity_use",
    { points: 1, returned: 1 },
    { points: 0, returned: 0 },
    { points: 1, returned: 2 },
    { points: 1, returned: -1 },
  ],
  activity_notice_pct_check: ["activity_notice", { pct: 80 }, { pct: 81 }],
  reward_stock_check: ["reward", { stock: 0, pointsCost: 1 }, { stock: -1, pointsCost: 1 }],
  reward_cost_check: ["reward", { pointsCost: 1 }, { pointsCost: 0 }],
  reward_redemption_quantity_check: ["reward_redemption", { quantity: 1 }, { quantity: 0 }],
  benefit_pass_uses_check: ["benefit_pass", { uses: 1 }, { uses: 0 }],
  check_in_streak_check: [
    "check_in",
    { streak: 1, points: 5, extra: 0 },
    { streak: 0, points: 5, extra: 0 },
  ],
  check_in_points_check: [
    "check_in",
    { streak: 1, points: 25, extra: 25 },
    { streak: 1, points: 25, extra: 26 },
    { streak: 1, points: 25, extra: -1 },
  ],
  sign_in_count_used_check: ["sign_in_count", { used: 0 }, { used: -1 }],
  guest_key_claimed_check: [
    "guest_key",
    { memberId: 1, state: "CLAIMED" },
    { memberId: 1, state: "OPEN" },
    { memberId: null, state: "CLAIMING" },
  ],
  guest_setting_days_check: ["guest_setting", { claimDays: 730 }, { claimDays: -1 }],
  one_time_code_tries_check: ["one_time_code", { tries: 0 }, { tries: -1 }],
  outgoing_message_attempts_check: ["outgoing_message", { attempts: 0 }, { attempts: -1 }],
};

describe("the database itself", () => {
  useDatabase("schema");

  it.each(Object.entries(CHECKS))("keeps %s", async (name, [table, fits, ...refused]) => {
    await insert(table, fits);
    for (const row of refused) {
      await expect(insert(table, row)).rejects.toMatchObject({
        sqlMessage: expect.stringContaining(name),
      });
    }
  });

  it("keeps no CHECK that is not shown above", async () => {
    const rows = await reader.rows<{ name: string }>(
      `SELECT CONSTRAINT_NAME AS name FROM information_schema.CHECK_CONSTRAINTS
        WHERE CONSTRAINT_SCHEMA = DATABASE()`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(CHECKS).sort());
  });

  it.each(["points_entry", "points_allocation", "tier_change"])(
    "lets nobody change or remove a row of %s",
    async (table) => {
      await insert(table, {});
      const [before] = await reader.rows(`SELECT * FROM ${table}`);
      const column = Object.keys(before as object).at(-1);
      for (const sql of [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`]) {
        await expect(pool().query(sql)).rejects.toMatchObject({
          errno: 1644,
          sqlMessage: `${table} is append-only`,
        });
      }
      expect((await reader.rows(`SELECT * FROM ${table}`))[0]).toEqual(before);
    },
  );

  it("moves points once for a type and reference, for ever", async () => {
    const entry = { availableDelta: 1, availableAfter: 1 };
    const columns = (await columnRows()).filter((row) => row.tableName === "points_entry");
    expect(columns.length).toBeGreaterThan(0);
    await insert("points_entry", entry);
    const again = `INSERT INTO points_entry (${columns.slice(1).map(({ name }) => name)})
      SELECT ${columns.slice(1).map(({ name }) => name)} FROM points_entry ORDER BY id DESC LIMIT 1`;
    await expect(pool().query(again)).rejects.toMatchObject({ errno: 1062 });
  });
});
