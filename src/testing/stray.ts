import { afterAll, beforeAll } from "vitest";
import { surviveBrokenConnections } from "@/platform/stray-errors";

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

  afterAll(() => {
    process.removeAllListeners("unhandledRejection");
    for (const listener of unhandled) process.on("unhandledRejection", listener);
  });
}
