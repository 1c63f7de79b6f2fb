import { spawnSync } from "node:child_process";
import { OwnError } from "@/platform/errors";
import { connect } from "../database-connection.mjs";
import { mark, markOf, takeTurn } from "./base";
import type { Source } from "./source";

/** The database in which everything is done again: made by the migrations, or a copy from before the period. */

/** Rows that acts name by their number: they get the one that they had, and what is new gets none of those. */
export const NUMBERED = [
  "member",
  "points_hold",
  "reward",
  "reward_redemption",
  "approval",
  "points_batch",
  "benefit_usage",
  "program_version",
  "program_draft",
  "activity",
  "automation",
  "coupon_definition",
  "coupon_version",
  "coupon_issue",
  "coupon",
  "coupon_use",
  "guest_event",
];

/** Above all numbers that a database gave before, and well below those that are no whole numbers any more. */
const NEW_NUMBERS_FROM = 2 ** 41;

/**
 * @param scratch has the tables, and in them what the migrations put there or what a copy had
 * @returns the last act of the journal that it has already
 */
export async function prepareScratch(source: Source, scratch: string): Promise<number> {
  const connection = await connect(scratch);
  try {
    const [last] = await connection.query(
      "SELECT CAST(COALESCE(MAX(id), 0) AS CHAR) AS id FROM journal",
    );
    const [kept] = await source.rows<{ sealed: string; createdAt: string }>(
      "SELECT sealed, CAST(createdAt AS CHAR) AS createdAt FROM identity_key WHERE id = 1",
    );
    if (!kept) throw new OwnError("the database has no identity key: nothing was ever done in it");
    await connection.query(
      `INSERT INTO identity_key (id, sealed, createdAt) VALUES (1, ?, ?)
        ON DUPLICATE KEY UPDATE sealed = VALUES(sealed)`,
      [kept.sealed, kept.createdAt],
    );
    for (const table of NUMBERED) {
      await connection.query(`ALTER TABLE \`${table}\` AUTO_INCREMENT = ${NEW_NUMBERS_FROM}`);
    }
    return Number(last.id);
  } finally {
    await connection.end();
  }
}

const OURS = "_backtest";

/**
 * Makes an empty one beside the database, in the place of the one that this command made before.
 *
 * @throws OwnError where the journal does not go back to the beginning, or the name is somebody else's
 */
export async function makeScratch(source: Source, own: string): Promise<string> {
  await takeTurn(source);
  const [row] = await source.rows<{ first: string | null }>(
    "SELECT CAST(MIN(at) AS CHAR) AS first FROM journal",
  );
  await requireBeginning(source, row?.first ?? null);
  const url = new URL(own);
  url.pathname = `${url.pathname}${OURS}`;
  await emptied(url);
  // The tools run in the checkout, and migrations are a program of their own there.
  const environment = { ...process.env, DATABASE_URL: url.href };
  const made = spawnSync(process.execPath, ["scripts/migrate.mjs"], { env: environment });
  if (made.status !== 0) throw new OwnError(`${made.stderr}`.trim() || "migrations failed");
  return url.href;
}

/** @throws OwnError where somebody else's tables are in it */
export async function emptied(url: URL): Promise<void> {
  const connection = await connect(url.href);
  try {
    const name = connection.escapeId(url.pathname.slice(1));
    if ((await markOf(connection)) === "nothing") {
      await connection.query(`DROP DATABASE ${name}`);
      await connection.query(
        `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
      );
      await connection.query(`USE ${name}`);
    }
    const tables = await connection.query("SHOW TABLES");
    if (tables.length > 0) {
      throw new OwnError(
        `the database ${name} was not made by this command: it is left alone, and in its way`,
      );
    }
    await mark(connection, "nothing");
  } finally {
    await connection.end();
  }
}

/** Whoever was enrolled before the journal began is in none of its rows. */
async function requireBeginning(source: Source, first: string | null): Promise<void> {
  if (first === null) throw new OwnError("the journal is empty");
  const [row] = await source.rows<{ members: string }>(
    "SELECT CAST(COUNT(*) AS CHAR) AS members FROM member WHERE joinedAt < ?",
    [first],
  );
  if (Number(row?.members) === 0) return;
  throw new OwnError(
    `${row?.members} members are older than the journal, which begins at ${first}: give --base and --change-base, a copy of the database (a restored backup) from after that moment`,
  );
}
