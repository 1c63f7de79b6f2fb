import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Connection, createConnection } from "mariadb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { verifyLedger } from "@/modules/points/service/verify";
import { closePool, pool, reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { addressOf, serverAt } from "@/testing/server";
import { ensureClients } from "../scripts/database-servers.mjs";
import { migrate } from "../scripts/migrate.mjs";
import { seedDemo } from "./seed/demo";

/** Dumps and restores as docs/operations.md says, with its own lines: the accounts and the commands. */

const MANUAL = fileURLToPath(new URL("../docs/operations.md", import.meta.url));
const PASSWORD = "generated-for-this-test";
const GUARDED = ["points_entry", "points_allocation", "tier_change", "journal"];
const SEED_MS = 180_000;

const run = promisify(execFile);

/** The fenced blocks of a section under "Backups". */
function blocksOf(section: string): { sql: string; sh: string } {
  const manual = readFileSync(MANUAL, "utf8");
  const backups = manual.slice(manual.indexOf("### Backups"));
  const text = backups.split(/^#{2,4} /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  const block = (language: string) =>
    text.match(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms"))?.[1] ?? "";
  return { sql: block("sql"), sh: block("sh") };
}

/** Accounts belong to the server, which other runs may use too. */
const accountOf = (database: string, name: string) => `${name}_${database.replace(/\D/g, "")}`;

/** The manual's names of databases and accounts, as they are called here. */
function namesFor(database: string): (text: string) => string {
  return (text) =>
    text
      .replaceAll("member_system_restored", `${database}_restored`)
      .replaceAll(/\bmember_system\b(?!\.sql)/g, database)
      .replaceAll(/'(dumper|restorer)'/g, (_, name: string) => `'${accountOf(database, name)}'`)
      .replaceAll("…", PASSWORD);
}

async function tablesOf(admin: Connection, database: string): Promise<Record<string, string>> {
  const tables = await admin.query<{ name: string }[]>(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY name",
    [database],
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const table = `\`${database}\`.\`${name}\``;
    const [sum] = await admin.query<{ Checksum: bigint }[]>(`CHECKSUM TABLE ${table}`);
    const [count] = await admin.query<{ n: bigint }[]>(`SELECT COUNT(*) AS n FROM ${table}`);
    found[name] = `${count?.n} rows, ${sum?.Checksum}`;
  }
  return found;
}

const triggersOf = (admin: Connection, database: string) =>
  admin.query(
    `SELECT TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS onTable, EVENT_MANIPULATION AS event,
            ACTION_STATEMENT AS body, DEFINER AS definer
       FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY name`,
    [database],
  );

describe("a dump of the demo", () => {
  useDatabase("dump");

  let admin: Connection;
  let folder: string;
  let source: string;
  let restored: string;
  let server: string;

  /** What the program reads from now on. */
  async function turnTo(database: string, login: { username?: string; password?: string } = {}) {
    await closePool();
    const url = Object.assign(new URL(server), { pathname: `/${database}` }, login);
    env().DATABASE_URL = url.href;
  }

  /** As in production: an account with rights on its own database alone, which owns what it made. */
  async function migrateAsOwner(): Promise<void> {
    const owner = accountOf(source, "owner");
    await admin.query(`DROP DATABASE \`${source}\``);
    await admin.query(`CREATE USER '${owner}'@'%' IDENTIFIED BY '${PASSWORD}'`);
    for (const database of [source, restored]) {
      await admin.query(`GRANT ALL PRIVILEGES ON \`${database}\`.* TO '${owner}'@'%'`);
    }
    await turnTo(source, { username: owner, password: PASSWORD });
    await migrate(env().DATABASE_URL);
  }

  function writeLogins(isMariaDb: boolean): void {
    const { host, port } = addressOf(server);
    const where = [`host=${host}`, `port=${port}`, "protocol=tcp"];
    // A server's own certificate is nobody's business here.
    if (isMariaDb) where.push("loose-skip-ssl-verify-server-cert");
    for (const name of ["dumper", "restorer"]) {
      const login = [`user=${accountOf(source, name)}`, `password=${PASSWORD}`];
      const text = ["[client]", ...where, ...login, ""].join("\n");
      writeFileSync(join(folder, `${name}.cnf`), text, { mode: 0o600 });
    }
  }

  beforeAll(async () => {
    server = env().DATABASE_URL;
    source = new URL(server).pathname.slice(1);
    restored = `${source}_restored`;
    const isMariaDb = (await serverAt(server)).startsWith("MariaDB");
    const clients = await ensureClients(isMariaDb ? "mariadb" : "mysql", () => undefined);
    admin = await createConnection({ ...addressOf(server), multipleStatements: true });
    await migrateAsOwner();
    await seedDemo(() => undefined);

    const { sql, sh } = blocksOf(isMariaDb ? "MariaDB" : "MySQL");
    expect(sql).toContain("GRANT");
    expect(sh).toContain("--single-transaction");
    const here = namesFor(source);
    await admin.query(here(sql));
    folder = mkdtempSync(join(tmpdir(), "restore-"));
    writeLogins(isMariaDb);
    const environment = { ...process.env, PATH: `${clients}:${process.env.PATH}` };
    const said = await run("sh", ["-euc", here(sh)], { cwd: folder, env: environment });
    // A dump that leaves something out for want of a right says so, and still ends well.
    expect(said.stderr).toBe("");
  }, SEED_MS);

  afterAll(async () => {
    for (const name of ["owner", "dumper", "restorer"]) {
      await admin.query(`DROP USER IF EXISTS '${accountOf(source, name)}'@'%'`);
    }
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is of a ledger that adds up", async () => {
    const { totals, checks } = await verifyLedger(reader);
    expect(checks.filter(({ violations }) => violations.length > 0)).toEqual([]);
    expect(totals.members).toBeGreaterThan(300);
    expect(totals.entries).toBeGreaterThan(1_000);
  });

  it("comes back whole: every table, row and trigger", async () => {
    const before = await tablesOf(admin, source);
    expect(Object.keys(before).length).toBeGreaterThan(30);
    expect(await tablesOf(admin, restored)).toEqual(before);
    expect(await triggersOf(admin, restored)).toEqual(await triggersOf(admin, source));
    expect(await triggersOf(admin, source)).toHaveLength(2 * GUARDED.length);
  });

  it("comes back as a ledger that adds up to the same", async () => {
    const before = await verifyLedger(reader);
    await turnTo(restored);
    const after = await verifyLedger(reader);
    expect(after).toEqual(before);
    expect(after.ok).toBe(true);
    await turnTo(source);
  });

  it.each(GUARDED)("still lets nobody change or remove a row of %s", async (table) => {
    await turnTo(restored);
    const [row] = await reader.rows<object>(`SELECT * FROM ${table} LIMIT 1`);
    const [column] = Object.keys(row ?? {});
    for (const sql of [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`]) {
      await expect(pool().query(sql)).rejects.toMatchObject({
        errno: 1644,
        sqlMessage: `${table} is append-only`,
      });
    }
    await turnTo(source);
  });
});
