import { afterAll, beforeAll, inject } from "vitest";
import { closePool } from "@/platform/db";
import { forbidOutsideInTransactions } from "./outside";

/** Whose signatures the tests make. */
export const WEBHOOK_SECRET = "whsec_dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMDE=";

/** A second secret, as while one is being replaced. */
export const WEBHOOK_SECRET_OLD = "whsec_dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMDA=";

const SETTINGS = {
  AUTH_SECRET: "a secret for tests that is long enough",
  WEBHOOK_SECRETS: `${WEBHOOK_SECRET_OLD} ${WEBHOOK_SECRET}`,
  MEMBER_SYSTEM_ENV: "development",
  LOG_LEVEL: "silent",
  DB_POOL_SIZE: "16",
  // Sixty-four at once may stand in line for long where others use the machine too.
  DB_ACQUIRE_TIMEOUT_MS: "15000",
};

/** What is set for each file anew. */
export const SET_NAMES: readonly string[] = ["DATABASE_URL", ...Object.keys(SETTINGS)];

/** What the product reads where tests run. */
export function setEnvironment(databaseUrl: string): void {
  Object.assign(process.env, SETTINGS, { DATABASE_URL: databaseUrl });
}

/** One by one workers have a place in the pool; of those that files share, two may say the same one. */
function worker(kind: string): string {
  return kind === "shared"
    ? `shared_${process.pid}`
    : `${kind}_${process.env.VITEST_POOL_ID ?? "1"}`;
}

/**
 * Gives the tests of a file the migrated database of their worker. Files of one worker share it one
 * after the other, so tests make members of their own and never count all of a table; `own` names one
 * that no other file uses.
 */
export function useDatabase(own?: string): void {
  beforeAll(async () => {
    const { server, prefix, kind } = inject("databases");
    const at = (name: string) =>
      Object.assign(new URL(server), { pathname: `/${prefix}${name}` }).href;
    const address = at(own ?? worker(kind));
    const { copyDatabase } = await import("../../scripts/database-copy.mjs");
    await copyDatabase(at("template"), address);
    setEnvironment(address);
    forbidOutsideInTransactions();
  });

  afterAll(async () => {
    await closePool();
  });
}
