import { statSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { useDatabase } from "@/testing/database";
import { checkDatabase, closePool, lease, pool } from "./database-pool";
import { faultsOf, serverFaults } from "./database-server";
import { reader } from "./db";
import { Statements } from "./statements";

const RIGHT = {
  version: "9.7.4",
  transaction_isolation: "READ-COMMITTED",
  sql_mode: "STRICT_TRANS_TABLES,STRICT_ALL_TABLES",
  autocommit: "ON",
  time_zone: "+00:00",
  unique_checks: "ON",
  log_bin: "ON",
  binlog_format: "ROW",
};

const faults = (changed: Record<string, string> = {}) =>
  serverFaults(new Map(Object.entries({ ...RIGHT, ...changed })));

describe("what is taken for granted of a server", () => {
  it("holds on the servers that the product is made for", () => {
    expect(faults()).toEqual([]);
    const { transaction_isolation: tx_isolation, ...older } = RIGHT;
    const mariadb = { ...older, tx_isolation, version: "10.6.18-MariaDB" };
    expect(serverFaults(new Map(Object.entries(mariadb)))).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["an old server", { version: "5.7.44" }, /MySQL 5\.7\.44/],
    ["another isolation", { transaction_isolation: "REPEATABLE-READ" }, /READ COMMITTED/],
    ["a mode that cuts values to fit", { sql_mode: "ANSI" }, /strict/],
    [
      "a mode in which a backslash is no escape",
      { sql_mode: "STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES" },
      /sql_mode/,
    ],
    ["autocommit that begins off", { autocommit: "OFF" }, /autocommit/],
    ["another zone", { time_zone: "SYSTEM" }, /UTC/],
    ["CHECKs that are not kept", { check_constraint_checks: "OFF" }, /CHECK/],
    ["unique indexes that are not checked", { unique_checks: "OFF" }, /unique_checks/],
    ["a log of statements", { binlog_format: "STATEMENT" }, /binlog_format/],
  ])("%s is named", (_, changed, sentence) => {
    expect(faults(changed)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe("the server of these tests", () => {
  useDatabase("server_check");
  afterAll(closePool);

  it("is found right, in the order of sent statements too", async () => {
    const { statements, release } = await lease();
    expect(await faultsOf(statements)).toEqual([]);
    release();
    await checkDatabase();
  });

  it("would be refused where statements overtook each other", async () => {
    const connection = await pool().getConnection();
    /** A statement that is new to the connection leaves after those behind it, as by the driver. */
    class Overtaking extends Statements {
      override run<T>(sql: string, values: (string | number)[], patienceMs: number): Promise<T> {
        const behind = new Promise<void>((resolve) => setTimeout(resolve, 5));
        return behind.then(() => super.run<T>(sql, values, patienceMs));
      }
    }
    const overtaking = new Overtaking(connection, () => undefined);
    expect(await faultsOf(overtaking)).toEqual([expect.stringMatching(/one after the other/)]);
    await connection.release();
  });

  it("is spoken to through TLS where the address asks for it, and never without", async () => {
    const { DATABASE_URL, DB_ACQUIRE_TIMEOUT_MS } = env();
    const [authority] = await reader.rows<{ path: string }>(
      "SELECT CONCAT(@@datadir, COALESCE(@@ssl_ca, '')) AS path",
    );
    const url = new URL(DATABASE_URL);
    const hasOwn = statSync(authority?.path ?? "", { throwIfNoEntry: false })?.isFile() ?? false;
    url.searchParams.set("ssl-mode", hasOwn ? "VERIFY_CA" : "REQUIRED");
    if (hasOwn && authority) url.searchParams.set("ssl-ca", authority.path);
    // Newer servers make themselves a certificate that no variable names; others have no have_ssl any more.
    const about = await reader.rows<{ Value: string }>(
      "SHOW VARIABLES WHERE Variable_name IN ('ssl_cert', 'have_ssl')",
    );
    const offered = about.some(({ Value: is }) => !["", "NO", "DISABLED"].includes(is));
    await closePool();
    Object.assign(env(), { DATABASE_URL: url.href, DB_ACQUIRE_TIMEOUT_MS: 1000 });
    try {
      const cipher = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";
      const asked = reader.row<{ Value: string }>(cipher);
      if (offered) expect((await asked)?.Value).toMatch(/^[A-Z0-9_-]{8,}$/);
      else await expect(asked).rejects.toThrow();
    } finally {
      await closePool();
      Object.assign(env(), { DATABASE_URL, DB_ACQUIRE_TIMEOUT_MS });
    }
  });

  it("is refused with a sentence where a table cannot roll back", async () => {
    await pool().query("CREATE TABLE not_safe (id INT PRIMARY KEY) ENGINE = MyISAM");
    await expect(checkDatabase()).rejects.toThrow(
      "this database cannot be used: its tables are not all InnoDB: not_safe (MyISAM)",
    );
    await pool().query("DROP TABLE not_safe");
    await checkDatabase();
  });
});
