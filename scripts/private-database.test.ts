import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mariadb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureDatabaseProgram } from "./database-program.mjs";
import { type PrivateDatabase, startPrivateDatabase } from "./private-database.mjs";

const PASSWORD = "generated-for-this-test";
let directory: string;
let running: PrivateDatabase[];

async function start(password = PASSWORD) {
  const database = await startPrivateDatabase({ directory, password, isThrowAway: true });
  running.push(database);
  return database;
}

async function ask(
  port: number,
  sql: string,
  account = { user: "member_system", password: PASSWORD },
) {
  const connection = await createConnection({
    host: "127.0.0.1",
    port,
    allowPublicKeyRetrieval: true,
    ...account,
  });
  try {
    return await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/** Everything about the first start is asked of one server; the others begin with a copy of its data. */
let template: string;
let first: PrivateDatabase;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), "private-first-"));
  first = await startPrivateDatabase({
    directory: template,
    password: PASSWORD,
    isThrowAway: true,
  });
});

afterAll(async () => {
  await first.stop();
  rmSync(template, { recursive: true });
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "private-"));
  running = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const database of running) await database.stop();
  rmSync(directory, { recursive: true });
});

describe("a new private database", () => {
  it("is of the kind that was chosen", async () => {
    const { flavour } = await ensureDatabaseProgram(() => undefined);
    const [{ version }] = await ask(first.port, "SELECT VERSION() AS version");
    expect(/mariadb/i.test(version) ? "mariadb" : "mysql").toBe(flavour);
  });

  it("lets in its own account with its password and nobody else", async () => {
    const { port } = first;
    expect(await ask(port, "SELECT 'in' AS answer")).toEqual([{ answer: "in" }]);
    for (const account of [
      { user: "member_system", password: "wrong" },
      { user: "member_system", password: "" },
      { user: "root", password: "" },
      { user: "", password: "" },
    ]) {
      await expect(ask(port, "SELECT 1", account)).rejects.toThrow(/Access denied/);
    }
  });

  it("leaves no password lying around", async () => {
    const readable = readdirSync(template).filter(
      (name) => (statSync(join(template, name)).mode & 0o077) !== 0 && name.endsWith(".sql"),
    );
    expect(readable).toEqual([]);
    expect(readdirSync(template)).not.toContain("init.sql");
  });
});

describe("the private database", () => {
  beforeAll(() => first.stop());
  beforeEach(() => cpSync(join(template, "data"), join(directory, "data"), { recursive: true }));

  it("keeps its data over a stop and takes a new password", async () => {
    const first = await start();
    await ask(first.port, "CREATE TABLE member_system.kept AS SELECT 7 AS n");
    await first.stop();
    const second = await start("another");
    const account = { user: "member_system", password: "another" };
    expect(await ask(second.port, "SELECT n FROM member_system.kept", account)).toEqual([{ n: 7 }]);
    await expect(ask(second.port, "SELECT 1")).rejects.toThrow(/Access denied/);
  });

  it("shuts down a server that a killed start left on the same data", async () => {
    const orphan = await start();
    await ask(orphan.port, "CREATE TABLE member_system.kept AS SELECT 7 AS n");
    const next = await start();
    await orphan.ended;
    expect(await ask(next.port, "SELECT n FROM member_system.kept")).toEqual([{ n: 7 }]);
  });

  it("comes back after it was killed itself", async () => {
    const first = await start();
    await ask(first.port, "CREATE TABLE member_system.kept AS SELECT 7 AS n");
    process.kill(first.pid, "SIGKILL");
    await first.ended;
    const second = await start();
    expect(await ask(second.port, "SELECT n FROM member_system.kept")).toEqual([{ n: 7 }]);
  });
});

describe("data of the other kind of server", () => {
  it("are left alone, and it is said how to go on", async () => {
    const { flavour, server } = await ensureDatabaseProgram(() => undefined);
    vi.stubEnv("DATABASE_PROGRAM", server);
    const mark = flavour === "mysql" ? "aria_log_control" : "mysql.ibd";
    mkdirSync(join(directory, "data"));
    writeFileSync(join(directory, "data", mark), "");
    const other = flavour === "mysql" ? "mariadb" : "mysql";
    await expect(start()).rejects.toThrow(`start with DATABASE_PROGRAM=${other}`);
    expect(readdirSync(directory)).toEqual(["data"]);
    expect(readdirSync(join(directory, "data"))).toEqual([mark]);
  });
});
