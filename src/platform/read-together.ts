import { type Reader, reader } from "./db";
import { groupsBy } from "./groups";
import { refuseInsideTransaction } from "./outside";

/**
 * Reads that many ask at once are one statement: whoever asks while one is under way waits for the
 * next, which begins after they asked. So nobody sees less than they would alone, in any process and
 * whatever was written meanwhile, and there is nothing to keep true.
 */

/** Askers of one statement. Statements are prepared by length, so there are few of them. */
const LENGTHS = [1, 4, 16, 64] as const;
const KEYS_MAX = 64;
/** How long the one under way keeps those behind it waiting: a wire that died is silent for long. */
const HELD_MS = 10;

type Key = string | number;
type Read<Row> = (db: Reader, keys: readonly Key[]) => Promise<Row[]>;

/** @returns as many keys as a statement of its length has; null is nobody's */
function filled(keys: readonly Key[]): (Key | null)[] {
  const length = LENGTHS.find((one) => one >= keys.length) ?? keys.length;
  return Array.from({ length }, (_, place) => keys[place] ?? null);
}

/** `?,?,?`: a mark for each key. */
export function marks(count: number): string {
  return Array(count).fill("?").join(",");
}

/**
 * Rows by a key, one statement for all who ask outside of transactions at once.
 *
 * @param sqlOf the statement for so many keys
 * @param keyOf the key of a row exactly as it was asked for
 * @returns the rows of a key in the statement's order, the asker's own to change
 */
export function rowsByKey<Asked extends Key, Row extends object>(
  sqlOf: (count: number) => string,
  keyOf: (row: Row) => Asked,
): (db: Reader, key: Asked) => Promise<Row[]> {
  const read: Read<Row> = (db, keys) => {
    const values = filled(keys);
    return db.rows<Row>(sqlOf(values.length), values);
  };
  const ask = together(read, keyOf);
  return (db, key) => (db === reader ? ask(key) : read(db, [key]));
}

interface Asking<Row> {
  rows: Promise<Row[]>;
  resolve: (rows: Row[]) => void;
  reject: (error: unknown) => void;
}

function asking<Row>(): Asking<Row> {
  let resolve: Asking<Row>["resolve"] = () => undefined;
  let reject: Asking<Row>["reject"] = () => undefined;
  const rows = new Promise<Row[]>((onRows, onError) => {
    resolve = onRows;
    reject = onError;
  });
  return { rows, resolve, reject };
}

function together<Asked extends Key, Row extends object>(
  read: Read<Row>,
  keyOf: (row: Row) => Asked,
): (key: Asked) => Promise<Row[]> {
  const waiting = new Map<Asked, Asking<Row>>();
  let holder: symbol | undefined;

  function go(): void {
    if (holder !== undefined || waiting.size === 0) return;
    const asked = new Map([...waiting].slice(0, KEYS_MAX));
    for (const key of asked.keys()) waiting.delete(key);
    const me = Symbol("statement");
    holder = me;
    const letGo = () => {
      clearTimeout(held);
      if (holder !== me) return;
      holder = undefined;
      go();
    };
    const held = setTimeout(letGo, HELD_MS);
    void answer(asked).finally(letGo);
  }

  async function answer(asked: ReadonlyMap<Asked, Asking<Row>>): Promise<void> {
    try {
      const rows = groupsBy(await read(reader, [...asked.keys()]), keyOf);
      for (const [key, { resolve }] of asked) resolve(rows.get(key) ?? []);
    } catch (error) {
      for (const { reject } of asked.values()) reject(error);
    }
  }

  return async (key) => {
    refuseInsideTransaction("a read of many was asked for");
    let mine = waiting.get(key);
    if (!mine) {
      mine = asking();
      waiting.set(key, mine);
      go();
    }
    return (await mine.rows).map((row) => ({ ...row }));
  };
}
