import { existsSync } from "node:fs";
import { env } from "./env";
import { cannotStart, ending, onSignal } from "./platform/ending";
import { OwnError } from "./platform/errors";
import { log } from "./platform/log";
import { measureProcess } from "./platform/metrics";
import { speakInOwnWords } from "./platform/own-words";
import type { Forked } from "./platform/processes/fork";
import { createParts, type Kind } from "./platform/processes/parts";
import { apiProcesses } from "./platform/processes/shares";

/**
 * What the primary does for as long as it lives. It serves nobody itself; it starts the processes that
 * do, starts again what ends, and counts for all of them what must be counted together.
 */

type Forks = Record<Kind, (name: string) => Forked> & {
  /** `api-1`, which has begun already. */
  first: Forked | undefined;
};

async function main(forks: Forks): Promise<void> {
  speakInOwnWords();
  measureProcess("primary");
  const settings = env();
  refuseWithoutPages();
  const count = apiProcesses(settings);
  const parts = createParts({
    fork(kind, name) {
      const begun = kind === "api" ? forks.first : undefined;
      if (begun) forks.first = undefined;
      return begun ?? forks[kind](name);
    },
    apiProcesses: count,
    hasJobs: settings.JOBS === "on",
  });
  onSignal(ending(parts.stop));
  await parts.start();
  log().info({ port: settings.PORT, apiProcesses: count }, "serving");
}

/** Said at once: a server without its pages is somebody's mistake. */
function refuseWithoutPages(): void {
  if (existsSync(".next/BUILD_ID")) return;
  throw new OwnError("the pages are not built: run npm run build");
}

export function run(forks: Forks): void {
  main(forks).catch(cannotStart);
}
