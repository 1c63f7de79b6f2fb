import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { surviveBrokenConnections } from "@/platform/stray-errors";

const LATE_MS = 500;

/**
 * As in the server, a connection that breaks while it is being set up ends nothing, for tests that break
 * them; anything else that nobody handles still fails the run.
 */
export function useServersPatience(): void {
  const unhandled = process.listeners("unhandledRejection");

  beforeAll(() => {
    process.removeAllListeners("unhandledRejection");
    surviveBrokenConnections();
  });

  afterAll(async () => {
    // What was being set up when the last test closed its line is told a few turns later.
    await sleep(LATE_MS);
    process.removeAllListeners("unhandledRejection");
    for (const listener of unhandled) process.on("unhandledRejection", listener);
  });
}
