import { type Connection, createConnection } from "mariadb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { gate } from "@/testing/gate";
import { databaseAddress } from "./database-address.mjs";
import { pool, reader, type Tx, transaction } from "./db";
import { DomainError } from "./errors";

const LOW = 1;
const HIGH = 2;

/** A connection of somebody else, who locks rows against us. */
function rivalConnection(): Promise<Connection> {
  return createConnection({
    ...databaseAddress(process.env.DATABASE_URL ?? ""),
    initSql: "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  });
}

/** Seen at work, a statement on a row that we hold can only be waiting for us. */
async function waitsForLock(tx: Tx, connection: Connection): Promise<void> {
  const seen = () =>
    tx.row(
      "SELECT 1 AS one FROM information_schema.PROCESSLIST WHERE ID = ? AND INFO LIKE 'UPDATE counter%'",
      [connection.threadId ?? 0],
    );
  await expect.poll(seen, { timeout: 5000 }).toBeDefined();
}

const add = (tx: Tx, id: number) =>
  tx.write("UPDATE counter SET value = value + 1 WHERE id = ?", [id]);
const mark = (tx: Tx, word: string) => tx.send("INSERT INTO mark (word) VALUES (?)", [word]);

async function values(): Promise<number[]> {
  const rows = await reader.rows<{ value: number }>("SELECT value FROM counter ORDER BY id");
  return rows.map(({ value }) => value);
}

async function marks(): Promise<string[]> {
  const rows = await reader.rows<{ word: string }>("SELECT word FROM mark ORDER BY word");
  return rows.map(({ word }) => word);
}

describe("a transaction", () => {
  useDatabase();

  beforeAll(async () => {
    await pool().query(
      "CREATE TABLE counter (id INT PRIMARY KEY, value INT NOT NULL CHECK (value >= 0))",
    );
    await pool().query("CREATE TABLE mark (word VARCHAR(32) PRIMARY KEY)");
  });
  beforeEach(async () => {
    await pool().query("DELETE FROM mark");
    await pool().query("REPLACE INTO counter VALUES (?, 0), (?, 0)", [LOW, HIGH]);
  });
  afterAll(async () => {
    await pool().query("DROP TABLE IF EXISTS counter, mark");
  });

  it("that loses a deadlock runs again and is applied once", async () => {
    const bothHold = [gate(), gate()] as const;
    let attempts = 0;
    const crossing = (first: number, second: number, me: 0 | 1) =>
      transaction(async (tx) => {
        attempts += 1;
        await add(tx, first);
        bothHold[me].release();
        await bothHold[me === 0 ? 1 : 0].opened;
        await add(tx, second);
      });
    await Promise.all([crossing(LOW, HIGH, 0), crossing(HIGH, LOW, 1)]);
    expect(attempts).toBeGreaterThan(2);
    expect(await values()).toEqual([2, 2]);
  });

  /** Runs a transaction whose first attempt loses a deadlock by the statement that `run` sends first. */
  async function losingOnce(run: (tx: Tx, attempt: number) => Promise<void>): Promise<number> {
    const rival = await rivalConnection();
    await rival.beginTransaction();
    // The database rolls back whoever changed fewer rows.
    for (let n = 0; n < 40; n++) await rival.query("INSERT INTO mark VALUES (?)", [`rival-${n}`]);
    await rival.query("UPDATE counter SET value = value + 10 WHERE id = ?", [HIGH]);
    let attempts = 0;
    let rivalDone: Promise<unknown> = Promise.resolve();
    await transaction(async (tx) => {
      attempts += 1;
      await add(tx, LOW);
      tx.savepoint();
      if (attempts === 1) {
        rivalDone = rival
          .query("UPDATE counter SET value = value + 10 WHERE id = ?", [LOW])
          .then(() => rival.rollback());
        await waitsForLock(tx, rival);
      }
      tx.send("UPDATE counter SET value = value + 1 WHERE id = ?", [HIGH]);
      await run(tx, attempts);
    });
    await rivalDone;
    await rival.end();
    return attempts;
  }

  it("that loses a deadlock leaves nothing of what was sent behind the losing statement", async () => {
    const attempts = await losingOnce(async (tx, attempt) => mark(tx, `attempt-${attempt}`));
    expect(attempts).toBe(2);
    expect(await marks()).toEqual(["attempt-2"]);
    expect(await values()).toEqual([1, 1]);
  });

  it("that loses a deadlock on the way to a refusal runs again, because all of it was undone", async () => {
    const attempts = await losingOnce(async (tx, attempt) => {
      await tx.undo();
      mark(tx, `refusal-${attempt}`);
    });
    expect(attempts).toBe(2);
    expect(await marks()).toEqual(["refusal-2"]);
    expect(await values()).toEqual([1, 0]);
  });

  it("that waited too long for a lock runs again and is applied once", async () => {
    const rival = await rivalConnection();
    await rival.beginTransaction();
    await rival.query("SELECT value FROM counter WHERE id = ? FOR UPDATE", [LOW]);
    let attempts = 0;
    const done = transaction(async (tx) => {
      attempts += 1;
      mark(tx, `attempt-${attempts}`);
      if (attempts === 2) await rival.rollback();
      await add(tx, LOW);
    });
    await done;
    await rival.end();
    expect(attempts).toBe(2);
    expect(await marks()).toEqual(["attempt-2"]);
    expect(await values()).toEqual([1, 0]);
  });

  it("that stays contended gives up after eight attempts with 503", async () => {
    let attempts = 0;
    const hopeless = transaction(async (tx) => {
      attempts += 1;
      await add(tx, LOW);
      await tx.write("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'deadlock'");
    });
    await expect(hopeless).rejects.toMatchObject({
      domainCode: "SERVICE_UNAVAILABLE",
      status: 503,
      facts: { retryAfterSeconds: 1 },
    });
    expect(attempts).toBe(8);
    expect(await values()).toEqual([0, 0]);
  });

  it("that is refused leaves nothing and is not tried again", async () => {
    const refusal = new DomainError("INSUFFICIENT_POINTS");
    let attempts = 0;
    const refused = transaction(async (tx) => {
      attempts += 1;
      await add(tx, LOW);
      mark(tx, "sent");
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(attempts).toBe(1);
    expect(await marks()).toEqual([]);
    expect(await values()).toEqual([0, 0]);
  });

  it("fails before its commit when a statement nobody waited for fails", async () => {
    const failing = transaction(async (tx) => {
      mark(tx, "first");
      tx.send("UPDATE counter SET value = -1 WHERE id = ?", [LOW]);
      mark(tx, "last");
      return "done";
    });
    await expect(failing).rejects.toMatchObject({ errno: expect.any(Number) });
    expect(await marks()).toEqual([]);
    expect(await values()).toEqual([0, 0]);
  });

  it("fails by an insert whose number nobody asked for, without an unhandled rejection", async () => {
    const failing = transaction(async (tx) => {
      mark(tx, "first");
      tx.insert("INSERT INTO counter VALUES (?, ?)", [3, -1]);
      await new Promise((resolve) => setImmediate(resolve));
      await add(tx, LOW);
    });
    await expect(failing).rejects.toMatchObject({ errno: expect.any(Number) });
    expect(await marks()).toEqual([]);
    expect(await values()).toEqual([0, 0]);
  });

  it("gives up the refused part only when told to, and keeps what came before it", async () => {
    await transaction(async (tx) => {
      mark(tx, "kept");
      tx.savepoint();
      mark(tx, "undone");
      tx.send("UPDATE counter SET value = -1 WHERE id = ?", [LOW]);
      await tx.undo();
      mark(tx, "after");
    });
    expect(await marks()).toEqual(["after", "kept"]);
  });

  it("sees what others committed meanwhile, because it reads committed rows", async () => {
    const rival = await rivalConnection();
    await transaction(async (tx) => {
      await tx.rows("SELECT value FROM counter");
      await rival.query("UPDATE counter SET value = value + 1 WHERE id = ?", [LOW]);
      const row = await tx.row<{ value: number }>("SELECT value FROM counter WHERE id = ?", [LOW]);
      expect(row?.value).toBe(1);
    });
    await rival.end();
  });

  it("of any fate gives its connection back, in the state it had", async () => {
    const fates = [
      transaction((tx) => add(tx, LOW)),
      transaction(() => Promise.reject(new DomainError("NOT_FOUND"))),
      transaction(async (tx) => tx.send("no such statement")),
    ];
    await Promise.allSettled(fates);
    expect(pool().activeConnections()).toBe(0);
    const sessions = Array.from({ length: 8 }, () =>
      reader.row<Record<string, unknown>>(
        `SELECT @@autocommit AS autocommit, @@session.time_zone AS zone,
                @@session.sql_mode LIKE '%STRICT%' AS strict FROM (SELECT SLEEP(0.02)) AS pause`,
      ),
    );
    for (const session of await Promise.all(sessions)) {
      expect(session).toMatchObject({ autocommit: 1, zone: "+00:00", strict: 1 });
    }
  });
});

describe("an instant", () => {
  useDatabase();

  beforeAll(async () => {
    await pool().query("CREATE TABLE moment (id INT PRIMARY KEY, at DATETIME(3) NOT NULL)");
  });
  afterAll(async () => {
    await pool().query("DROP TABLE IF EXISTS moment");
  });

  it.each([
    ["in the zone's winter", "2026-07-01T00:00:00.000Z"],
    ["in its summer", "2026-01-01T12:34:56.789Z"],
    ["in the hour its clocks skip", "2026-09-26T14:15:00.000Z"],
    ["in the hour its clocks repeat", "2027-04-03T14:30:00.000Z"],
    ["on the 29th of February", "2028-02-29T23:59:59.999Z"],
  ])("%s comes back as it went, whatever the zone of the process", async (_, text) => {
    const at = new Date(text);
    expect(at.getTimezoneOffset()).not.toBe(0);
    await transaction((tx) => tx.write("REPLACE INTO moment VALUES (1, ?)", [at]));
    const stored = await reader.row<{ at: Date; text: string }>(
      "SELECT at, CAST(at AS CHAR) AS text FROM moment WHERE at = ?",
      [at],
    );
    expect(stored?.text).toBe(text.replace("T", " ").replace("Z", ""));
    expect(stored?.at).toEqual(at);
    const inside = await transaction((tx) => tx.row<{ at: Date }>("SELECT at FROM moment"));
    expect(inside?.at).toEqual(at);
  });
});
