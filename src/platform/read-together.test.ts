import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { useDatabase } from "@/testing/database";
import { reader, transaction } from "./db";
import { marks, rowsByKey } from "./read-together";
import { Statements } from "./statements";

interface WordRow {
  id: number;
  word: string;
}

const wordsOf = rowsByKey<number, WordRow>(
  (count) => `SELECT id, word FROM shared_word WHERE id IN (${marks(count)}) ORDER BY word`,
  ({ id }) => id,
);

/** Each takes a tenth of a second. */
const slowWordsOf = rowsByKey<number, WordRow>(
  (count) =>
    `SELECT id, word FROM shared_word WHERE SLEEP(0.1) = 0 AND id IN (${marks(count)}) LIMIT 1`,
  ({ id }) => id,
);

const brokenWordsOf = rowsByKey<number, WordRow>(
  (count) => `SELECT id, word FROM no_such_table WHERE id IN (${marks(count)})`,
  ({ id }) => id,
);

const numbers = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

/** How many statements went out meanwhile. */
function counted() {
  const run = vi.spyOn(Statements.prototype, "run");
  return () => run.mock.calls.filter(([sql]) => sql.includes("shared_word")).length;
}

describe("what many ask at once", () => {
  useDatabase();

  beforeAll(async () => {
    await reader.write("DROP TABLE IF EXISTS shared_word");
    await reader.write(
      "CREATE TABLE shared_word (id INT NOT NULL, word VARCHAR(20) NOT NULL, KEY (id)) ENGINE=InnoDB",
    );
    // Opened before, so that nobody waits for a connection.
    await Promise.all(numbers(16).map(() => reader.row("SELECT 1")));
  });

  beforeEach(async () => {
    await reader.write("DELETE FROM shared_word");
    const rows = numbers(300).map((id) => `(${id}, 'word ${id}')`);
    await reader.write(`INSERT INTO shared_word (id, word) VALUES ${rows.join(",")}`);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("is few statements, and each gets what is theirs", async () => {
    const statements = counted();
    const ids = [...numbers(300), ...numbers(300)];
    const found = await Promise.all(ids.map((id) => wordsOf(reader, id)));
    expect(found).toEqual(ids.map((id) => [{ id, word: `word ${id}` }]));
    // One of the first, and of the others 64 at a time.
    expect(statements()).toBeLessThanOrEqual(6);
  });

  it("is nothing to whose key nothing is, and all rows to whose key has several", async () => {
    await reader.write("INSERT INTO shared_word VALUES (7, 'another'), (7, 'word 70')");
    const [seven, none, eight] = await Promise.all([7, 999, 8].map((id) => wordsOf(reader, id)));
    expect(seven?.map(({ word }) => word)).toEqual(["another", "word 7", "word 70"]);
    expect(none).toEqual([]);
    expect(eight).toEqual([{ id: 8, word: "word 8" }]);
  });

  it("is each asker's own to change", async () => {
    const [, first, second] = await Promise.all([1, 2, 2].map((id) => wordsOf(reader, id)));
    Object.assign(first?.[0] ?? {}, { word: "changed" });
    expect(second).toEqual([{ id: 2, word: "word 2" }]);
  });

  it("is never older than the question, however long an older one takes", async () => {
    for (let round = 0; round < 20; round++) {
      const early = [wordsOf(reader, 1), wordsOf(reader, 2)];
      await reader.write("UPDATE shared_word SET word = ? WHERE id <= 2", [`round ${round}`]);
      const late = [wordsOf(reader, 1), wordsOf(reader, 2)];
      const words = (await Promise.all(late)).flat().map(({ word }) => word);
      expect(words).toEqual([`round ${round}`, `round ${round}`]);
      await Promise.all(early);
    }
  });

  it("goes on without one that the server is slow with", async () => {
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    await Promise.all([
      slowWordsOf(reader, 1).then(note("slow")),
      wordsOf(reader, 1).then(note("other kind")),
      slowWordsOf(reader, 2).then(note("slow, behind it")),
    ]);
    expect(order[0]).toBe("other kind");
    const startedAt = performance.now();
    await Promise.all(numbers(8).map((id) => slowWordsOf(reader, id)));
    // One after the other it would be two for the first and the rest; held back for ten ms it is one.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it("fails for all who asked, and for nobody after them", async () => {
    const failed = await Promise.allSettled(numbers(5).map((id) => brokenWordsOf(reader, id)));
    expect(failed.map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
    await expect(brokenWordsOf(reader, 1)).rejects.toThrow("no_such_table");
    await expect(wordsOf(reader, 1)).resolves.toHaveLength(1);
  });

  it("is what a transaction itself sees where it asks", async () => {
    await transaction(async (tx) => {
      await tx.write("UPDATE shared_word SET word = 'mine' WHERE id = 1");
      expect(await wordsOf(tx, 1)).toEqual([{ id: 1, word: "mine" }]);
      await expect(wordsOf(reader, 1)).rejects.toThrow("a read of many was asked for");
      await tx.write("UPDATE shared_word SET word = 'word 1' WHERE id = 1");
    });
  });
});
