import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { as, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { fresh } from "@/testing/factories";
import { closePool, pool, reader, transaction } from "./db";
import { isBrokenConnection, isDatabaseAway, isTransient } from "./db-errors";
import { surviveBrokenConnections } from "./stray-errors";

/** The way to the database, which can be cut and mended. */
class Line {
  private server: Server | undefined;
  private sockets = new Set<Socket>();
  port = 0;
  /** A connection that says this breaks. */
  breaksAt: string | undefined;

  constructor(private readonly target: { host: string; port: number }) {}

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.target);
      near.on("data", (said) => {
        if (this.breaksAt !== undefined && said.includes(this.breaksAt)) near.destroy();
      });
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
    });
    server.listen(this.port, "127.0.0.1");
    await once(server, "listening");
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  isQuiet(): boolean {
    return this.sockets.size === 0;
  }

  async cut(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await closed;
  }
}

const AWAY = { domainCode: "SERVICE_UNAVAILABLE", status: 503, facts: { retryAfterSeconds: 2 } };
/** An answer may take as long as a connection is waited for, and no longer. */
const ANSWER_MS_MAX = 4500;

async function took(refused: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await expect(refused).rejects.toMatchObject(AWAY);
  return performance.now() - begun;
}

const unhandled = process.listeners("unhandledRejection");
const strays: unknown[] = [];

/** What the process does about rejections that nobody handles, in place of the test runner's way. */
function asTheServerDoes(): void {
  process.removeAllListeners("unhandledRejection");
  surviveBrokenConnections();
  process.on("unhandledRejection", (reason) => strays.push(reason));
}

function asTheTestRunnerDoes(): void {
  process.removeAllListeners("unhandledRejection");
  for (const listener of unhandled) process.on("unhandledRejection", listener);
}

/** The driver's error for a connection that broke while it was set up. */
const isInitial = (error: unknown) => (error as { errno?: number }).errno === 45030;

describe("while the database is away", () => {
  useDatabase();
  let line: Line;

  beforeAll(async () => {
    asTheServerDoes();
    const url = new URL(process.env.DATABASE_URL ?? "");
    line = new Line({ host: url.hostname, port: Number(url.port) });
    await line.mend();
    url.host = `127.0.0.1:${line.port}`;
    process.env.DATABASE_URL = url.toString();
    process.env.DB_ACQUIRE_TIMEOUT_MS = "3000";
    await pool().query("CREATE TABLE IF NOT EXISTS acknowledged (id VARCHAR(64) PRIMARY KEY)");
  });
  afterEach(async () => {
    line.breaksAt = undefined;
    await line.cut();
    await line.mend();
    await expect
      .poll(() => reader.row("SELECT 1 AS one").catch(() => null), { timeout: 10_000 })
      .toEqual({ one: 1 });
  });
  afterAll(async () => {
    await pool().query("DROP TABLE acknowledged");
    await closePool();
    await vi.waitUntil(() => line.isQuiet(), { timeout: 10_000 });
    await line.cut();
    asTheTestRunnerDoes();
  });

  it("reads and writes answer 503 soon, without trying again", async () => {
    await reader.row("SELECT 1 AS one");
    await line.cut();
    let attempts = 0;
    const write = transaction(async (tx) => {
      attempts += 1;
      await tx.write("INSERT INTO acknowledged VALUES ('away')");
    });
    const read = reader.row("SELECT 1 AS one");
    const times = await Promise.all([took(write), took(read)]);
    expect(Math.max(...times)).toBeLessThan(ANSWER_MS_MAX);
    expect(attempts).toBeLessThan(2);
  });

  it("a command answers 503 and leaves its key free", async () => {
    await line.cut();
    const changes = { idempotencyKey: fresh("key") };
    const enrol = { externalId: fresh("u") };
    await expect(as(SERVICE, changes).members.create(enrol)).rejects.toMatchObject(AWAY);
    await line.mend();
    await expect
      .poll(
        () =>
          as(SERVICE, changes)
            .members.create(enrol)
            .catch(() => null),
        { timeout: 10_000 },
      )
      .toMatchObject({ externalId: enrol.externalId });
  });

  it("a transaction cut in the middle answers 503 and leaves nothing", async () => {
    const id = fresh("cut");
    let attempts = 0;
    const refused = transaction(async (tx) => {
      attempts += 1;
      await tx.write("INSERT INTO acknowledged VALUES (?)", [id]);
      await line.cut();
      await tx.write("INSERT INTO acknowledged VALUES (?)", [`${id}-second`]);
    });
    expect(await took(refused)).toBeLessThan(ANSWER_MS_MAX);
    expect(attempts).toBe(1);
    await line.mend();
    const rows = () => reader.rows("SELECT id FROM acknowledged WHERE id LIKE ?", [`${id}%`]);
    await expect.poll(() => rows().catch(() => null), { timeout: 10_000 }).toEqual([]);
  });

  it("a connection that breaks while it is set up ends no process", async () => {
    await line.cut();
    line.breaksAt = "SET SESSION";
    await line.mend();
    // Connections are made only while somebody waits for one.
    const straysAfterCall = async () => {
      await took(reader.row("SELECT 1 AS one"));
      return strays.filter(isInitial).length;
    };
    strays.length = 0;
    await expect.poll(straysAfterCall, { timeout: 15_000 }).toBeGreaterThan(0);
    for (const stray of strays) expect(stray).toSatisfy(isBrokenConnection);
  });

  it("a rejection of another kind that nobody handled still ends the process", () => {
    const [guard] = process.listeners("unhandledRejection");
    expect(() => guard?.(new Error("a bug"), Promise.resolve())).toThrow("a bug");
    expect(() => guard?.({ code: "ECONNRESET" }, Promise.resolve())).toThrow();
  });

  it("no connection is lost for good: afterwards as many serve as before", async () => {
    for (let round = 0; round < 2; round++) {
      await line.cut();
      const during = Array.from({ length: 12 }, () =>
        transaction((tx) => tx.row("SELECT 1 AS one")),
      );
      for (const { status } of await Promise.allSettled(during)) expect(status).toBe("rejected");
      await line.mend();
      await expect
        .poll(() => reader.row("SELECT 1 AS one").catch(() => null), { timeout: 10_000 })
        .toEqual({ one: 1 });
    }
    const together = Array.from({ length: 16 }, () =>
      transaction((tx) =>
        tx.row<{ id: number }>("SELECT CONNECTION_ID() AS id, SLEEP(0.3) AS pause"),
      ),
    );
    const ids = await Promise.all(together);
    expect(new Set(ids.map((row) => row?.id)).size).toBeGreaterThan(8);
    expect(pool().activeConnections()).toBe(0);
  });
});

describe("what counts as an absent database", () => {
  it.each([
    ["a refused connection", { code: "ECONNREFUSED" }, true],
    [
      "a connection that closed under a statement",
      { errno: 45009, fatal: true, code: "ER_SOCKET_UNEXPECTED_CLOSE" },
      true,
    ],
    [
      "a statement destroyed with its connection",
      { errno: 45004, code: "ER_CMD_NOT_EXECUTED_DESTROYED" },
      true,
    ],
    ["an exhausted pool", { errno: 45028, code: "ER_GET_CONNECTION_TIMEOUT" }, true],
    ["a server that is read-only while another takes over", { errno: 1290 }, true],
    ["a cluster's node that is not ready", { errno: 1047 }, true],
    ["a full disk", { errno: 1021 }, true],
    ["a tablespace that cannot grow", { errno: 1114 }, true],
    ["InnoDB in read-only mode, in MariaDB's words", { errno: 1036 }, true],
    ["InnoDB in read-only mode, in MySQL's words", { errno: 1836 }, true],
    ["transactions that are read-only by default", { errno: 1792 }, true],
    ["a statement that took too long on MariaDB", { errno: 1969 }, true],
    ["a statement that took too long on MySQL", { errno: 3024 }, true],
    ["a group without a majority", { errno: 3100 }, true],
    ["too many connections of this account", { errno: 1203 }, true],
    [
      "a file that could not be written because the disk is full",
      {
        errno: 3,
        sqlMessage: `Error writing file '/data/tmp/MY' (Errcode: 28 "No space left on device")`,
      },
      true,
    ],
    [
      "the same in MySQL's words",
      {
        errno: 3,
        sqlMessage: "Error writing file '/tmp/MY' (OS errno 28 - No space left on device)",
      },
      true,
    ],
    [
      "the storage engine out of room",
      { errno: 1030, sqlMessage: `Got error 28 "No space left on device" from storage engine` },
      true,
    ],
    [
      "a commit that met a quota",
      { errno: 1180, sqlMessage: `Got error 122 "Disk quota exceeded" during COMMIT` },
      true,
    ],
    [
      "another failure of the storage engine",
      { errno: 1030, sqlMessage: "Got error 168 from storage engine InnoDB" },
      false,
    ],
    ["a file of another kind", { errno: 3, sqlMessage: "Error writing file (Errcode: 9)" }, false],
    ["a certification that failed, which is tried again", { errno: 3101 }, false],
    [
      "one of these as the cause of another error",
      new Error("x", { cause: { errno: 1053 } }),
      true,
    ],
    ["a faulty statement", { errno: 1064, code: "ER_PARSE_ERROR", fatal: false }, false],
    ["a duplicate", { errno: 1062, code: "ER_DUP_ENTRY" }, false],
    ["an error of ours", new TypeError("x is not a function"), false],
    ["nothing at all", undefined, false],
  ])("%s", (_, error, expected) => {
    expect(isDatabaseAway(error)).toBe(expected);
  });
});

describe("what running the transaction again can mend", () => {
  it.each([
    ["a deadlock", { errno: 1213 }, true],
    ["a lock that was waited for too long", { errno: 1205 }, true],
    ["a row that changed since it was read", { errno: 1020 }, true],
    ["a certification that failed in a group", { errno: 3101 }, true],
    ["a full disk", { errno: 1021 }, false],
    ["a database that only reads", { errno: 1290 }, false],
    ["a group without a majority", { errno: 3100 }, false],
  ])("%s", (_, error, expected) => {
    expect(isTransient(error)).toBe(expected);
  });
});
