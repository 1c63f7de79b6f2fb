import { createConnection } from "mariadb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { appendOnly } from "@/modules/points/service/append-only";
import { useDatabase } from "@/testing/database";
import { databaseAddress } from "./database-address.mjs";
import { closePool, pool, reader } from "./db";
import * as guards from "./ledger-guard";

const guardOfLedger = () => guards.guardOfLedger(appendOnly);

const ACCOUNT = "guarded";
const PASSWORD = "a password of the tests";

describe("the ledger's guard", () => {
  useDatabase("ledger_guard");
  let own: string;

  const grant = async (...rights: string[]) => {
    for (const right of rights) await pool().query(`GRANT ${right} TO '${ACCOUNT}'@'%'`);
  };
  /** From here on the product runs as the account that has only what it was granted. */
  const becomeAccount = async () => {
    await closePool();
    const url = new URL(own);
    Object.assign(url, { username: ACCOUNT, password: encodeURIComponent(PASSWORD) });
    env().DATABASE_URL = url.href;
  };

  beforeAll(() => {
    own = env().DATABASE_URL;
  });
  afterEach(async () => {
    await closePool();
    env().DATABASE_URL = own;
    await pool().query(`DROP USER IF EXISTS '${ACCOUNT}'@'%'`);
  });
  afterAll(closePool);

  it("is the triggers, found without leaving a row", async () => {
    const count = () =>
      reader.row(`SELECT (SELECT COUNT(*) FROM points_entry) AS entries,
        (SELECT COUNT(*) FROM points_allocation) AS allocations,
        (SELECT COUNT(*) FROM tier_change) AS changes`);
    const before = await count();
    expect(await Promise.all(Array.from({ length: 8 }, guardOfLedger))).toEqual(
      Array(8).fill("triggers"),
    );
    expect(await count()).toEqual(before);
  });

  it("is found by an account without the right to triggers, which MySQL does not show it", async () => {
    const { database } = databaseAddress(own);
    await pool().query(`CREATE USER '${ACCOUNT}'@'%' IDENTIFIED BY '${PASSWORD}'`);
    await grant(`SELECT, INSERT, UPDATE, DELETE ON \`${database}\`.*`);
    await becomeAccount();
    expect(await guardOfLedger()).toBe("triggers");
  });

  it("is the account's rights where those refuse, and nothing where one table can be changed", async () => {
    const { database } = databaseAddress(own);
    const copy = `${database}_open`;
    const admin = await createConnection({ ...databaseAddress(own), multipleStatements: true });
    await admin.query(`CREATE DATABASE \`${copy}\``);
    const tables = ["points_entry", "points_allocation", "tier_change", "journal"];
    for (const table of tables) {
      await admin.query(`CREATE TABLE \`${copy}\`.${table} LIKE \`${database}\`.${table}`);
    }
    await admin.query(`CREATE USER '${ACCOUNT}'@'%' IDENTIFIED BY '${PASSWORD}'`);
    await grant(...tables.map((table) => `SELECT, INSERT ON \`${copy}\`.${table}`));
    await becomeAccount();
    env().DATABASE_URL = Object.assign(new URL(env().DATABASE_URL), { pathname: `/${copy}` }).href;
    expect(await guardOfLedger()).toBe("grants");

    await admin.query(`GRANT UPDATE, DELETE ON \`${copy}\`.tier_change TO '${ACCOUNT}'@'%'`);
    await closePool();
    expect(await guardOfLedger()).toBeUndefined();
    await admin.query(`DROP DATABASE \`${copy}\``);
    await admin.end();
  });
});
