import { createConnection } from "mariadb";
import { env } from "@/env";
import { databaseAddress } from "./database-address.mjs";
import { isDatabaseAway } from "./db-errors";

/**
 * Looks out for a database that is away. Attempts overlap: one that was begun on dead wires hangs until
 * its patience ends, while the next may be through at once.
 */

const ASK_EVERY_MS = 400;
const ATTEMPT_MS = 2500;

export interface Watch {
  stop(): void;
}

/** @param onBack told once, with the first answer of any kind; a server that refuses us is there */
export function watchForReturn(onBack: () => void): Watch {
  let isOver = false;

  async function ask(): Promise<void> {
    try {
      const address = databaseAddress(env().DATABASE_URL, env().DATABASE_CA);
      const connection = await createConnection({ ...address, connectTimeout: ATTEMPT_MS });
      connection.end().catch(() => connection.destroy());
    } catch (error) {
      if (isDatabaseAway(error)) return;
    }
    if (isOver) return;
    stop();
    onBack();
  }

  const timer = setInterval(() => void ask(), ASK_EVERY_MS);
  // A process that only waits for its database may end.
  timer.unref();

  function stop(): void {
    isOver = true;
    clearInterval(timer);
  }

  return { stop };
}
