import { createConnection, createServer, type Server, type Socket } from "node:net";
import { createPool, type Pool, type PoolConnection } from "mariadb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { databaseAddress } from "./database-address.mjs";
import { pool, reader, transaction } from "./db";
import { isDatabaseAway } from "./db-errors";
import { Statements } from "./statements";

const PATIENCE_MS = 10_000;
const nothing = () => undefined;

describe("statements sent without waiting", () => {
  useDatabase("statements");

  beforeAll(async () => {
    await pool().query(
      "CREATE TABLE parent (id INT AUTO_INCREMENT PRIMARY KEY, word VARCHAR(64) NOT NULL UNIQUE)",
    );
    await pool().query("CREATE TABLE child (parentId INT NOT NULL, word VARCHAR(64) NOT NULL)");
  });

  let serial = 0;
  /** Texts that no connection has seen: those are the ones that were overtaken. */
  const unseen = (sql: string) => `${sql} /* ${++serial} */`;

  it.each(Array.from({ length: 5 }, (_, n) => n))(
    "find the number of the row that was sent before them (%i)",
    async (n) => {
      const word = `parent-${n}`;
      await transaction(async (tx) => {
        tx.send(unseen("INSERT INTO parent (word) VALUES (?)"), [word]);
        tx.send("INSERT INTO child (parentId, word) VALUES (LAST_INSERT_ID(), ?)", [word]);
        tx.send(unseen("INSERT INTO parent (word) VALUES (?)"), [`${word}-second`]);
        tx.send("INSERT INTO child (parentId, word) VALUES (LAST_INSERT_ID(), ?)", [
          `${word}-second`,
        ]);
      });
      const rows = await reader.rows(
        "SELECT parent.word AS parent, child.word AS child FROM child JOIN parent ON parent.id = parentId WHERE child.word LIKE ? ORDER BY parent.id",
        [`${word}%`],
      );
      expect(rows).toEqual([
        { parent: word, child: word },
        { parent: `${word}-second`, child: `${word}-second` },
      ]);
    },
  );

  it("are rolled back with the transaction they were sent in, and commit nothing afterwards", async () => {
    const refused = transaction(async (tx) => {
      for (let n = 0; n < 20; n++) {
        tx.send(unseen("INSERT INTO parent (word) VALUES (?)"), [`rolled-back-${n}`]);
      }
      throw new Error("refused");
    });
    await expect(refused).rejects.toThrow("refused");
    const late = await reader.rows("SELECT word FROM parent WHERE word LIKE 'rolled-back-%'");
    expect(late).toEqual([]);
  });

  it("come after the savepoint they were sent behind, and before the end they were sent before", async () => {
    await transaction(async (tx) => {
      tx.send(unseen("INSERT INTO parent (word) VALUES (?)"), ["before"]);
      tx.savepoint();
      tx.send(unseen("INSERT INTO parent (word) VALUES (?)"), ["between"]);
      await tx.undo();
      tx.send(unseen("INSERT INTO parent (word) VALUES (?)"), ["after"]);
    });
    const rows = await reader.rows<{ word: string }>(
      "SELECT word FROM parent WHERE word IN ('before', 'between', 'after') ORDER BY id",
    );
    expect(rows.map(({ word }) => word)).toEqual(["before", "after"]);
  });

  it("that fail to be prepared fail alone, and those behind them are still carried out", async () => {
    const connection = await pool().getConnection();
    const statements = new Statements(connection, nothing);
    const outcomes = await Promise.allSettled([
      statements.run("SELECT ? AS a", [1], PATIENCE_MS),
      statements.run("SELECT nonsense FROM nowhere WHERE id = ?", [1], PATIENCE_MS),
      statements.run("SELECT ? AS b", [2], PATIENCE_MS),
      statements.run("SELECT ? AS a", [3], PATIENCE_MS),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    await connection.release();
  });

  it("that no server prepares are sent as text with their values", async () => {
    const connection = await pool().getConnection();
    const statements = new Statements(connection, nothing);
    await statements.run("SAVEPOINT somewhere", [], PATIENCE_MS);
    await statements.run("SAVEPOINT somewhere", [], PATIENCE_MS);
    // As where the server has as many statements prepared as it may.
    const full = Object.assign(Object.create(connection) as PoolConnection, {
      prepare: () => Promise.reject(Object.assign(new Error("too many"), { errno: 1461 })),
      query: connection.query.bind(connection),
    });
    const asText = new Statements(full, nothing);
    const text = "it's a \\ backslash, a \" quote, \u0000 and 会员 😀";
    expect(await asText.run("SELECT ? AS text", [text], PATIENCE_MS)).toEqual([{ text }]);
    expect(await asText.run("SELECT ? AS n", [null], PATIENCE_MS)).toEqual([{ n: null }]);
    await connection.release();
  });

  it("of hundreds of texts stay right while the server keeps a bounded number of them", async () => {
    const connection = await pool().getConnection();
    const statements = new Statements(connection, nothing);
    const before = await preparedOn(connection);
    const numbers = Array.from({ length: 700 }, (_, n) => n % 350);
    const answers = numbers.map((n) =>
      statements.run<{ n: number }[]>(`SELECT ? + ${n} AS n`, [1], PATIENCE_MS),
    );
    for (const [at, rows] of (await Promise.all(answers)).entries()) {
      expect(Number(rows[0]?.n)).toBe((numbers[at] ?? 0) + 1);
    }
    expect((await preparedOn(connection)) - before).toBeLessThanOrEqual(251);
    await connection.release();
  });

  /** How many statements the whole server holds; other tests prepare some meanwhile. */
  async function preparedOn(connection: PoolConnection): Promise<number> {
    const [row] = await connection.query("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'");
    const [closed] = await connection.query("SHOW SESSION STATUS LIKE 'Com_stmt_close'");
    return Number(row.Value) - Number(closed.Value);
  }
});

describe("a wire that falls silent", () => {
  useDatabase("statements");
  let line: Server;
  let isSilent = false;
  const sockets: Socket[] = [];
  let through: Pool;

  beforeAll(async () => {
    const address = databaseAddress(process.env.DATABASE_URL ?? "");
    line = createServer((near) => {
      const far = createConnection(address);
      sockets.push(near, far);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on("data", (bytes) => isSilent || to.write(bytes));
        from.on("error", nothing);
        from.on("close", () => isSilent || to.destroy());
      }
    });
    await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
    const { port } = line.address() as { port: number };
    through = createPool({ ...address, host: "127.0.0.1", port, connectionLimit: 1 });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    line.close();
    await through.end().catch(nothing);
  });

  it("is given up when patience ends, whoever waits is told, and the pool has its place again", async () => {
    const connection = await through.getConnection();
    const statements = new Statements(connection, nothing);
    await statements.run("SELECT ? AS n", [1], 300);
    isSilent = true;
    const startedAt = performance.now();
    const outcomes = await Promise.allSettled([
      statements.run("SELECT ? AS n", [2], 300),
      statements.run("SELECT ? AS unseen", [3], 300),
      statements.plain("COMMIT", 300),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    for (const outcome of outcomes) {
      expect(outcome.status).toBe("rejected");
      expect(outcome.status === "rejected" && isDatabaseAway(outcome.reason)).toBe(true);
    }
    isSilent = false;
    const again = await through.getConnection();
    expect(Number((await again.query("SELECT 1 AS one"))[0].one)).toBe(1);
    await again.release();
  });

  it("is not given up while answers come, however long all of them take together", async () => {
    const connection = await pool().getConnection();
    const statements = new Statements(connection, nothing);
    const slow = Array.from({ length: 8 }, () => statements.run("SELECT SLEEP(0.1)", [], 500));
    expect((await Promise.allSettled(slow)).every(({ status }) => status === "fulfilled")).toBe(
      true,
    );
    await connection.release();
  });
});
