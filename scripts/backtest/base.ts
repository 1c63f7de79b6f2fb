import { OwnError } from "@/platform/errors";
import { connect } from "../database-connection.mjs";
import type { Source } from "./source";

/**
 * What may be written to. A table of its own marks a database in which things are done again; nothing is
 * written to one that has none, and none is dropped but what this command has made.
 */

const MARK = "backtest_scratch";

export type MadeFrom = "nothing" | "copy";

interface Connection {
  query<Rows>(sql: string, values?: unknown[]): Promise<Rows>;
}

/** Null where it has no mark. */
export async function markOf(connection: Connection): Promise<MadeFrom | null> {
  const [table] = await connection.query<unknown[]>(`SHOW TABLES LIKE '${MARK}'`);
  if (!table) return null;
  const [row] = await connection.query<{ madeFrom: MadeFrom }[]>(`SELECT madeFrom FROM ${MARK}`);
  return row?.madeFrom ?? null;
}

export async function mark(connection: Connection, madeFrom: MadeFrom): Promise<void> {
  await connection.query(`CREATE TABLE ${MARK} (madeFrom VARCHAR(16) NOT NULL)`);
  await connection.query(`INSERT INTO ${MARK} (madeFrom) VALUES (?)`, [madeFrom]);
}

/**
 * Before anything is written: whatever the settings say by now, it is a marked one.
 *
 * @throws OwnError
 */
export async function requireMarked(db: Pick<Source, "rows">): Promise<void> {
  const [table] = await db.rows(`SHOW TABLES LIKE '${MARK}'`);
  if (!table) throw new OwnError("this database is not one in which anything is done again");
}

/**
 * Takes a copy of the database as the base, which is written to from then on.
 *
 * @param mayChange whoever named it has said that it may be written to
 * @throws OwnError where it could be the database itself, another one that is at work, or no copy at all
 */
export async function takeBase(source: Source, base: string, mayChange: boolean): Promise<void> {
  const own = await takeTurn(source);
  const connection = await connect(base);
  try {
    const refuse = (why: string) => {
      throw new OwnError(`${new URL(base).pathname.slice(1)} is not taken as the base: ${why}`);
    };
    if (await isTheSame(own, connection)) refuse("it is the database itself");
    if ((await markOf(connection)) !== null) refuse("it was used already; restore the copy anew");
    if (!(await hasTables(connection))) refuse("it is empty");
    if (await isAtWork(connection)) refuse("servers are at work on it, or were a minute ago");
    const why = await whyNoCopy(source, connection);
    if (why !== null) refuse(why);
    if (!mayChange) refuse("it would be written to; say --change-base where that is meant");
    await mark(connection, "copy");
  } finally {
    await connection.end();
  }
}

const LOCK = "LEFT(SHA2(CONCAT('backtest ', ?), 256), 40)";

/** One at a time for each database: they would write to the same one. @returns what it is called */
export async function takeTurn(source: Source): Promise<string> {
  const [row] = await source.rows<{ name: string }>("SELECT DATABASE() AS name");
  const name = row?.name ?? "";
  const [lock] = await source.rows<{ taken: string }>(
    `SELECT CAST(GET_LOCK(${LOCK}, 0) AS CHAR) AS taken`,
    [name],
  );
  if (lock?.taken === "1") return name;
  throw new OwnError("another backtest of this database is under way");
}

/** By whichever address: a lock of a server is seen by all who are connected to it. */
async function isTheSame(own: string, connection: Connection): Promise<boolean> {
  const [other] = await connection.query<{ name: string; holder: unknown }[]>(
    `SELECT DATABASE() AS name, IS_USED_LOCK(${LOCK}) AS holder`,
    [own],
  );
  const isSameServer = other !== undefined && other.holder !== null;
  return isSameServer && other.name.toLowerCase() === own.toLowerCase();
}

async function hasTables(connection: Connection): Promise<boolean> {
  const rows = await connection.query<unknown[]>("SHOW TABLES LIKE '_prisma_migrations'");
  return rows.length > 0;
}

/** Whoever runs jobs renews a lease. */
async function isAtWork(connection: Connection): Promise<boolean> {
  const rows = await connection.query<unknown[]>(
    `SELECT 1 FROM job_state WHERE leaseUntil > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE
       OR lastStartedAt > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE LIMIT 1`,
  );
  return rows.length > 0;
}

const LAST_MIGRATION = `SELECT MAX(migration_name) AS name FROM _prisma_migrations
  WHERE finished_at IS NOT NULL`;
const ACT =
  "SELECT CONCAT_WS(' ', act, CAST(at AS CHAR), caller) AS told FROM journal WHERE id = ?";

/** The last act that it has is one of the database's journal, so that the next ones follow on it. */
async function whyNoCopy(source: Source, connection: Connection): Promise<string | null> {
  const [own] = await source.rows<{ name: string }>(LAST_MIGRATION);
  const [other] = await connection.query<{ name: string }[]>(LAST_MIGRATION);
  if (own?.name !== other?.name) return "it is of another release; migrate it first";
  const [last] = await connection.query<{ id: string | null }[]>(
    "SELECT CAST(MAX(id) AS CHAR) AS id FROM journal",
  );
  if (last?.id == null) return whyNotEmpty(connection);
  const [really] = await source.rows<{ told: string }>(ACT, [last.id]);
  const [copied] = await connection.query<{ told: string }[]>(ACT, [last.id]);
  return really?.told === copied?.told
    ? null
    : `its last act, ${last.id}, is not in the journal of the database`;
}

async function whyNotEmpty(connection: Connection): Promise<string | null> {
  const members = await connection.query<unknown[]>("SELECT 1 FROM member LIMIT 1");
  return members.length > 0
    ? "it has members and no journal, so nobody knows what came next"
    : null;
}
