import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mariadb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findDatabaseProgram } from "./database-program.mjs";
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

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "private-"));
  running = [];
});

afterEach(async () => {
  for (const database of running) await database.stop();
  rmSync(directory, { recursive: true });
});

describe.skipIf(!findDatabaseProgram())("the private database", () => {
  it("lets in its own account with its password and nobody else", async () => {
    const { port } = await start();
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
    await start();
    const readable = readdirSync(directory).filter(
      (name) => (statSync(join(directory, name)).mode & 0o077) !== 0 && name.endsWith(".sql"),
    );
    expect(readable).toEqual([]);
    expect(readdirSync(directory)).not.toContain("init.sql");
  });

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
