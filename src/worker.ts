import { env } from "./env";
import { jobs, loops } from "./modules/jobs";
import { type Background, startBackground } from "./platform/background";
import { refuseUnsuitableDatabase } from "./platform/database-pool";
import { closePool } from "./platform/db";
import { OwnError } from "./platform/errors";
import { faultText } from "./platform/fault";
import { identityKey } from "./platform/identity-key";
import { readTestClock } from "./platform/jobs";
import { log } from "./platform/log";
import { speakInOwnWords } from "./platform/own-words";
import { surviveBrokenConnections } from "./platform/stray-errors";
import { startTracing, stopTracing } from "./platform/tracing/open-telemetry";

/** What happens without a caller, in a process of its own: jobs, publishing, deliveries. */
async function main(): Promise<void> {
  speakInOwnWords();
  surviveBrokenConnections();
  env();
  await startTracing("worker");
  await refuseUnsuitableDatabase();
  await identityKey().catch((error: unknown) => {
    // While the database is away it is looked at with the first act that needs it.
    if (error instanceof OwnError) throw error;
  });
  await readTestClock().catch((err: unknown) => log().warn({ err }, "test clock not read"));
  stopCleanly(startBackground(jobs, loops()));
  log().info("working");
}

/** Comes to the end of the page of a job, and lets attempts under way end. */
function stopCleanly(background: Background): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    await background.stop();
    await Promise.all([closePool(), stopTracing()]).catch(() => undefined);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: unknown) => {
  log().fatal({ err: error }, `cannot start: ${faultText(error)}`);
  process.exit(1);
});
