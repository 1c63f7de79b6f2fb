import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mariadb";
import { afterAll, beforeAll, inject } from "vitest";
import { closePool } from "@/platform/db";
import { closeReplicas } from "@/platform/replicas/replicas";
import { setEnvironment } from "@/testing/database";
import { SilentLine } from "@/testing/line";
import { forbidOutsideInTransactions } from "@/testing/outside";
import { addressOf, serverAt } from "@/testing/server";

import { ensureDatabaseProgram, findDatabaseProgram } from "./database-program.mjs";
import { migrate } from "./migrate.mjs";
import { type PrivateDatabase, startPrivateDatabase } from "./private-database.mjs";
import { followPrimary, primarySettings, replicaSettings } from "./private-replica.mjs";

/** A primary with its replica: two servers of the kind that the run is meant for, of their own. */

const PASSWORD = "generated-for-this-test";
/** Who reads from the replica has no other right. */
const READER = { user: "reader", password: "reads-and-no-more" };

export interface ReplicaPair {
  primary: PrivateDatabase;
  /** Between the product and the replica. */
  line: SilentLine;
  /** Asks the replica itself. */
  tell<T>(sql: string): Promise<T>;
  /** Ends the replica, as a power cut would. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Has the primary forget what it has numbered. */
  beginLogAnew(): Promise<void>;
}

async function asking<T>(url: string, sql: string): Promise<T> {
  const connection = await createConnection(addressOf(url));
  try {
    return (await connection.query(sql)) as T;
  } finally {
    await connection.end();
  }
}

async function program() {
  const isMysql = (await serverAt(inject("databases").server)).startsWith("MySQL");
  const found = process.env.DATABASE_PROGRAM
    ? null
    : findDatabaseProgram(isMysql ? "mysql" : "mariadb");
  return found ?? ensureDatabaseProgram(() => undefined);
}

/** For the tests of a file: migrated, with DATABASE_REPLICA_URLS set. */
export function useReplica(): ReplicaPair {
  const folder = mkdtempSync(join(tmpdir(), "replica-"));
  const running = new Map<string, PrivateDatabase>();
  const pair = {} as ReplicaPair;

  async function start(name: string, settings: string[], port?: number) {
    const server = await startPrivateDatabase({
      directory: join(folder, name),
      password: PASSWORD,
      isThrowAway: true,
      program: await program(),
      settings,
      ...(port !== undefined && { port }),
    });
    running.set(name, server);
    return server;
  }

  beforeAll(async () => {
    const { flavour } = await program();
    const [primary, replica] = await Promise.all([
      start("primary", primarySettings(flavour)),
      start("replica", replicaSettings(flavour)),
    ]);
    await followPrimary(flavour, primary, replica);
    setEnvironment(primary.url());
    await migrate(primary.url());
    const account = `'${READER.user}'@'127.0.0.1'`;
    await asking(primary.url(), `CREATE USER ${account} IDENTIFIED BY '${READER.password}'`);
    await asking(primary.url(), `GRANT SELECT ON member_system.* TO ${account}`);
    const line = new SilentLine({ host: "127.0.0.1", port: replica.port });
    await line.open();
    const url = new URL(replica.url());
    Object.assign(url, { username: READER.user, password: READER.password, port: line.port });
    process.env.DATABASE_REPLICA_URLS = url.href;
    forbidOutsideInTransactions();
    Object.assign(pair, {
      primary,
      line,
      tell: <T>(sql: string) => asking<T>(replica.url(), sql),
      kill: async () => {
        process.kill(running.get("replica")?.pid ?? 0, "SIGKILL");
        await running.get("replica")?.ended;
      },
      beginLogAnew: async () => {
        const reset = flavour === "mysql" ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER";
        await pair.tell("STOP REPLICA");
        await asking(primary.url(), reset);
      },
      restart: async () => {
        await start("replica", replicaSettings(flavour), replica.port);
        await asking(replica.url(), "SET GLOBAL read_only = 1");
      },
    });
  });

  afterAll(async () => {
    await closeReplicas();
    await closePool();
    await pair.line?.close();
    await Promise.all([...running.values()].map((server) => server.stop()));
    rmSync(folder, { recursive: true });
  });
  return pair;
}
