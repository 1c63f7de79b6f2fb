import { createConnection } from "mariadb";
import { afterAll, beforeAll, inject } from "vitest";
import { closePool } from "@/platform/db";
import { forbidOutsideInTransactions } from "./outside";
import { addressOf } from "./server";

/** Whose signatures the tests make. */
export const WEBHOOK_SECRET = "whsec_dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMDE=";

/** A second secret, as while one is being replaced. */
export const WEBHOOK_SECRET_OLD = "whsec_dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMDA=";

/** What the product reads where tests run. */
export function setEnvironment(databaseUrl: string): void {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: "a secret for tests that is long enough",
    WEBHOOK_SECRETS: `${WEBHOOK_SECRET_OLD} ${WEBHOOK_SECRET}`,
    MEMBER_SYSTEM_ENV: "development",
    LOG_LEVEL: "silent",
    DB_POOL_SIZE: "16",
    // Sixty-four at once may stand in line for long where others use the machine too.
    DB_ACQUIRE_TIMEOUT_MS: "15000",
  });
}

/**
 * Gives the tests of a file the migrated database of their worker. Files of one worker share it one
 * after the other, so tests make members of their own and never count all of a table; `own` names one
 * that no other file uses.
 */
export function useDatabase(own?: string): void {
  beforeAll(async () => {
    const { server, prefix } = inject("databases");
    const name = `${prefix}${own ?? process.env.VITEST_POOL_ID ?? "1"}`;
    const url = new URL(server);
    url.pathname = `/${name}`;
    const connection = await createConnection(addressOf(server));
    await connection.query(
      `CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    );
    await connection.end();
    setEnvironment(url.toString());
    const { migrate } = await import("../../scripts/migrate.mjs");
    await migrate(url.toString());
    forbidOutsideInTransactions();
  });

  afterAll(async () => {
    await closePool();
  });
}
