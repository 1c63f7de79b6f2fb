import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { env } from "@/env";
import { reader } from "@/platform/db";
import { SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { doorAt } from "@/testing/journalled";
import { connect } from "../database-connection.mjs";
import { copyDatabase } from "../database-copy.mjs";
import { mark, requireMarked, takeBase } from "./base";
import { emptied, makeScratch } from "./scratch";
import { openSource, type Source } from "./source";

describe("a database that may be written to", () => {
  useDatabase("journal_base");
  let source: Source;
  const address = (name: string) => {
    const { server, prefix } = inject("databases");
    return Object.assign(new URL(server), { pathname: `/${prefix}${name}` }).href;
  };
  const copy = address("journal_copy");
  const run = async (url: string, ...statements: string[]) => {
    const connection = await connect(url);
    for (const sql of statements) await connection.query(sql);
    await connection.end();
  };
  const tablesOf = async (url: string) => {
    const connection = await connect(url);
    const rows = await connection.query("SHOW TABLES");
    await connection.end();
    return rows.flatMap((row: object) => Object.values(row));
  };

  beforeAll(async () => {
    const { create } = doorAt(SERVICE, new Date("2025-06-01T00:00:00Z")).members;
    for (const externalId of ["one", "two"]) await create({ externalId, nickname: "林夏" });
    source = await openSource(env().DATABASE_URL);
    await copyDatabase(address("template"), copy);
  });
  afterAll(() => source.end());

  it("is never the database itself, by whichever address", async () => {
    await expect(takeBase(source, env().DATABASE_URL, true)).rejects.toThrow("the database itself");
    const other = new URL(env().DATABASE_URL);
    other.hostname = other.hostname === "localhost" ? "127.0.0.1" : "localhost";
    await expect(takeBase(source, other.href, true)).rejects.toThrow("the database itself");
    await expect(requireMarked(reader)).rejects.toThrow("not one in which");
  });

  it("is a copy at which nobody is at work, and which whoever named it lets be changed", async () => {
    await expect(takeBase(source, address("journal_none"), true)).rejects.toThrow("empty");
    const name = new URL(env().DATABASE_URL).pathname.slice(1);
    await run(copy, `INSERT INTO journal SELECT * FROM ${name}.journal ORDER BY id LIMIT 1`);
    await run(
      copy,
      "INSERT INTO job_state (name, nextRunAt, leaseUntil) VALUES ('x', NOW(3), UTC_TIMESTAMP(3))",
    );
    await expect(takeBase(source, copy, true)).rejects.toThrow("at work");
    await run(copy, "DELETE FROM job_state");
    await expect(takeBase(source, copy, false)).rejects.toThrow("--change-base");
    await run(
      copy,
      "INSERT INTO journal SELECT 99, act, caller, input, drawn, versionId, at, createdAt FROM journal",
    );
    await expect(takeBase(source, copy, true)).rejects.toThrow("its last act, 99,");
    await run(copy, "DROP TRIGGER journal_no_delete", "DELETE FROM journal WHERE id = 99");
    await takeBase(source, copy, true);
    await expect(takeBase(source, copy, true)).rejects.toThrow("used already");
    await expect(emptied(new URL(copy))).rejects.toThrow("not made by this command");
  });

  it("is made anew only where it was made before", async () => {
    const own = new URL(env().DATABASE_URL);
    const beside = Object.assign(own, { pathname: `${own.pathname}_backtest` }).href;
    await run(beside, "CREATE TABLE theirs (id INT)");
    await expect(makeScratch(source, env().DATABASE_URL)).rejects.toThrow("left alone");
    expect(await tablesOf(beside)).toEqual(["theirs"]);
    await run(beside, "DROP TABLE theirs");
    const connection = await connect(beside);
    await mark(connection, "nothing");
    await connection.query("CREATE TABLE ours (id INT)");
    await connection.end();
    await emptied(new URL(beside));
    expect(await tablesOf(beside)).toEqual(["backtest_scratch"]);
    await run(beside, `DROP DATABASE \`${new URL(beside).pathname.slice(1)}\``);
  });

  it("is one backtest's at a time", async () => {
    await expect(takeBase(source, copy, true)).rejects.toThrow("used already");
    const second = await openSource(env().DATABASE_URL);
    await expect(takeBase(second, copy, true)).rejects.toThrow("under way");
    await second.end();
  });
});
