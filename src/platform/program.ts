import { type Env, env } from "@/env";
import { refuseUnsuitableDatabase } from "./database-pool";
import { closePool } from "./db";
import { ending, onSignal } from "./ending";
import { OwnError } from "./errors";
import { identityKey } from "./identity-key";
import { readTestClock } from "./jobs";
import { log } from "./log";
import { measureProcess } from "./metrics";
import { figuresHere } from "./metrics-door";
import { speakInOwnWords } from "./own-words";
import { joinPrimary } from "./processes/own-primary";
import { roleOf } from "./processes/role";
import { beginWithReplicas, closeReplicas } from "./replicas/replicas";
import { surviveBrokenConnections } from "./stray-errors";
import { startTracing, stopTracing } from "./tracing/open-telemetry";
import { timeRequests } from "./tracing/spans";

/** How every program begins that has to do with the database and runs until it is told to stop. */

/** Business time as somebody moved it. */
async function followClock(): Promise<null> {
  await readTestClock().catch((err: unknown) => log().warn({ err }, "test clock not read"));
  return null;
}

/**
 * @param stop what has to end before the connections to the database do; called once
 * @param heedsSignals false where others still need the process when all of them are told to end: it
 *   waits for the primary's word
 * @param readsReplicas false where nothing is done that may be read from a replica
 * @throws Error with a sentence for people, where it must not run
 */
export async function begin(
  stop: () => Promise<unknown>,
  { heedsSignals = true, readsReplicas = true } = {},
): Promise<Env> {
  speakInOwnWords();
  surviveBrokenConnections();
  measureProcess();
  const settings = env();
  const end = ending(async () => {
    await stop();
    await Promise.allSettled([closePool(), closeReplicas(), stopTracing()]);
  });
  onSignal(heedsSignals ? end : () => undefined);
  joinPrimary({ figures: figuresHere, clock: followClock, stop: end });
  process.env.NEXTAUTH_URL ??= settings.APP_URL;
  process.env.NEXTAUTH_SECRET ??= settings.AUTH_SECRET;
  // In development the product is reached by more than one name: localhost, 127.0.0.1, the machine's.
  if (settings.MEMBER_SYSTEM_ENV === "development") process.env.AUTH_TRUST_HOST ??= "1";
  await startTracing(roleOf());
  timeRequests(settings.MEMBER_SYSTEM_ENV === "development");
  await refuseUnsuitableDatabase();
  if (readsReplicas) await beginWithReplicas();
  await identityKey().catch((error: unknown) => {
    // While the database is away it is looked at with the first act that needs it.
    if (error instanceof OwnError) throw error;
  });
  await followClock();
  return settings;
}
