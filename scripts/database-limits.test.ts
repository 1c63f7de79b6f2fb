import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool, reader, transaction } from "@/platform/db";
import { as, SERVICE } from "@/testing/actors";
import { setEnvironment } from "@/testing/database";
import { countOf, fresh } from "@/testing/factories";
import { useServersPatience } from "@/testing/stray";
import { findDatabaseProgram } from "./database-program.mjs";
import { migrate } from "./migrate.mjs";
import { type PrivateDatabase, startPrivateDatabase } from "./private-database.mjs";

/** Databases that answer and yet cannot write: each a real server of its own, in that state. */

const AWAY = { domainCode: "SERVICE_UNAVAILABLE", status: 503, facts: { retryAfterSeconds: 2 } };
const PASSWORD = "generated-for-this-test";

let directory: string;
let database: PrivateDatabase | undefined;
/** All of them have the first one's: the environment is read once. */
let port: number | undefined;

async function open(...settings: string[]): Promise<void> {
  await close();
  const options = { directory, password: PASSWORD, settings };
  database = await startPrivateDatabase({ ...options, ...(port && { port }) });
  port = database.port;
  setEnvironment(database.url());
}

async function close(): Promise<void> {
  await closePool();
  await database?.stop();
  database = undefined;
}

const enrol = () => as(SERVICE).members.create({ externalId: fresh("u") });
const members = () => countOf("member", "id > ?", [0]);

describe.skipIf(!findDatabaseProgram())(
  "a database that cannot write",
  { timeout: 120_000 },
  () => {
    // A connection that was just being made ends with its database.
    useServersPatience();
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "limits-"));
    });
    afterAll(async () => {
      await close();
      rmSync(directory, { recursive: true });
    });

    it("because it only reads answers reads, and 503 to every write", async () => {
      await open();
      await migrate(process.env.DATABASE_URL ?? "");
      const { memberId } = await enrol();
      await open("--read-only=1");
      const before = await members();
      await expect(enrol()).rejects.toMatchObject(AWAY);
      await expect(reader.write("DELETE FROM member")).rejects.toMatchObject(AWAY);
      expect(await as(SERVICE).members.get({ memberId })).toMatchObject({ memberId });
      expect(await members()).toBe(before);
    });

    it("because nobody's transactions may write answers 503 to every write", async () => {
      const isMysql = findDatabaseProgram()?.flavour === "mysql";
      await open(`--transaction-read-only${isMysql ? "=ON" : ""}`);
      await expect(enrol()).rejects.toMatchObject(AWAY);
      await open();
      await enrol();
    });

    it("because it is full answers 503, keeps what it has, and writes again once there is room", async () => {
      rmSync(directory, { recursive: true });
      directory = mkdtempSync(join(tmpdir(), "limits-"));
      // All tables in one file that may not grow for ever.
      const room = (most: string) =>
        open(
          "--innodb-file-per-table=0",
          `--innodb-data-file-path=ibdata1:12M:autoextend:max:${most}`,
        );
      await room("64M");
      await migrate(process.env.DATABASE_URL ?? "");
      await enrol();
      // Rows that lie within their pages: MariaDB 11.8 dies of a BLOB for which there is no room.
      await reader.write(
        "CREATE TABLE ballast (id INT AUTO_INCREMENT PRIMARY KEY, data VARCHAR(7000) CHARSET latin1)",
      );
      const load = (rows: number) => {
        const values = Array.from({ length: rows }, () => "(REPEAT('x', 7000))").join(",");
        return transaction((tx) => tx.write(`INSERT INTO ballast (data) VALUES ${values}`));
      };
      const fill = async (rows: number) => {
        for (let loads = 0; loads < 2_000; loads++) {
          const refused: unknown = await load(rows).then(
            () => undefined,
            (error: unknown) => error,
          );
          if (refused !== undefined) return refused;
        }
      };
      // What is left after the big loads is filled by small ones, so that few members fit.
      await fill(70);
      const full = await fill(1);
      expect(full).toMatchObject(AWAY);
      // What is left of the pages fills up with members.
      let acknowledged = await members();
      let refusal: unknown;
      for (let tries = 0; refusal === undefined && tries < 20_000; tries++) {
        refusal = await enrol().then(
          () => undefined,
          (error: unknown) => error,
        );
        if (refusal === undefined) acknowledged += 1;
      }
      expect(refusal).toMatchObject(AWAY);
      expect(await members()).toBe(acknowledged);
      await room("128M");
      await enrol();
      expect(await members()).toBe(acknowledged + 1);
    });
  },
);
