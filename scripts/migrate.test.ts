import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, createConnection } from "mariadb";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { addressOf } from "@/testing/server";
import { markRolledBack, migrate } from "./migrate.mjs";

const folders: string[] = [];
const databases: string[] = [];
let directory: string;
let databaseUrl: string;

/** With the options behind the question mark, which say how to get in. */
function onServer(pathname: string): string {
  return Object.assign(new URL(process.env.TEST_DATABASE_URL ?? ""), { pathname }).href;
}

function addMigration(name: string, sql: string) {
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, "migration.sql"), sql);
}

async function withDatabase<T>(url: string, work: (connection: Connection) => Promise<T>) {
  const connection = await createConnection(addressOf(url));
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

function ask(sql: string) {
  return withDatabase(databaseUrl, (connection) => connection.query(sql));
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "migrations-"));
  folders.push(directory);
  const name = `migrate_${randomBytes(6).toString("hex")}`;
  databases.push(name);
  databaseUrl = onServer(`/${name}`);
  addMigration(
    "20260101000000_first",
    "CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);",
  );
  addMigration("20260102000000_second", "ALTER TABLE a ADD COLUMN b INT;");
});

afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  await withDatabase(onServer("/"), async (connection) => {
    for (const name of databases) await connection.query(`DROP DATABASE IF EXISTS ${name}`);
  });
});

describe("migrate", () => {
  it("creates the database and applies each migration once, in order", async () => {
    expect(await migrate(databaseUrl, { directory })).toEqual([
      "20260101000000_first",
      "20260102000000_second",
    ]);
    expect(await migrate(databaseUrl, { directory })).toEqual([]);
    expect(await ask("SELECT id, b FROM a")).toEqual([{ id: 1, b: null }]);
  });

  it("applies only what was added since", async () => {
    await migrate(databaseUrl, { directory });
    addMigration("20260103000000_third", "INSERT INTO a VALUES (2, 3);");
    expect(await migrate(databaseUrl, { directory })).toEqual(["20260103000000_third"]);
  });

  it("keeps Prisma's own books, so that Prisma finds nothing left to do", async () => {
    await migrate(databaseUrl, { directory });
    const rows = await ask(
      "SELECT migration_name, checksum, applied_steps_count, rolled_back_at, logs, finished_at >= started_at AS is_finished FROM _prisma_migrations ORDER BY started_at, migration_name",
    );
    expect({ ...rows[1], is_finished: Number(rows[1].is_finished) }).toEqual({
      migration_name: "20260102000000_second",
      // sha256 of "ALTER TABLE a ADD COLUMN b INT;"
      checksum: "08be52cc0cf8cf5f12bf1ef851b796a578f0f0edaf0e2e97dbd123dfb2348c11",
      applied_steps_count: 1,
      rolled_back_at: null,
      logs: null,
      is_finished: 1,
    });
  });

  it("lets several processes start at once and applies each migration once", async () => {
    const applied = await Promise.all(
      Array.from({ length: 4 }, () => migrate(databaseUrl, { directory })),
    );
    expect(applied.map((names) => names.length).sort()).toEqual([0, 0, 0, 2]);
    const [{ n }] = await ask("SELECT COUNT(*) AS n FROM _prisma_migrations");
    expect(Number(n)).toBe(2);
  });

  it("stops at a migration that fails and refuses to go on until it is resolved", async () => {
    addMigration("20260103000000_broken", "ALTER TABLE missing ADD COLUMN c INT;");
    addMigration("20260104000000_later", "CREATE TABLE later (id INT PRIMARY KEY);");
    await expect(migrate(databaseUrl, { directory })).rejects.toThrow(
      /20260103000000_broken failed/,
    );
    expect(await ask("SHOW TABLES LIKE 'later'")).toEqual([]);
    await expect(migrate(databaseUrl, { directory })).rejects.toThrow(
      /--rolled-back 20260103000000_broken/,
    );

    addMigration("20260103000000_broken", "ALTER TABLE a ADD COLUMN c INT;");
    await markRolledBack(databaseUrl, "20260103000000_broken");
    expect(await migrate(databaseUrl, { directory })).toEqual([
      "20260103000000_broken",
      "20260104000000_later",
    ]);
  });

  it("refuses to resolve a migration that did not fail", async () => {
    await migrate(databaseUrl, { directory });
    await expect(markRolledBack(databaseUrl, "20260101000000_first")).rejects.toThrow(
      /no failed migration/,
    );
  });

  it("refuses a migration that was changed after it was applied, and applies nothing", async () => {
    await migrate(databaseUrl, { directory });
    addMigration("20260102000000_second", "ALTER TABLE a ADD COLUMN b BIGINT;");
    addMigration("20260103000000_third", "CREATE TABLE c (id INT PRIMARY KEY);");
    await expect(migrate(databaseUrl, { directory })).rejects.toThrow(
      /20260102000000_second was changed/,
    );
    expect(await ask("SHOW TABLES LIKE 'c'")).toEqual([]);
  });

  it("takes a file with Windows line ends for the same file", async () => {
    addMigration("20260103000000_lines", "CREATE TABLE d (\n  id INT PRIMARY KEY\n);\n");
    await migrate(databaseUrl, { directory });
    addMigration("20260103000000_lines", "CREATE TABLE d (\r\n  id INT PRIMARY KEY\r\n);\r\n");
    expect(await migrate(databaseUrl, { directory })).toEqual([]);
  });

  it("says why when the server refuses the account", async () => {
    const wrong = Object.assign(new URL(databaseUrl), { password: "wrong" }).href;
    await expect(migrate(wrong, { directory })).rejects.toThrow(
      /does not let us in: Access denied/,
    );
  });
});
