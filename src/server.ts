import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join, posix } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Env, env } from "./env";
import { jobs, loops } from "./modules/jobs";
import { type Background, startBackground } from "./platform/background";
import { refuseUnsuitableDatabase } from "./platform/database-pool";
import { closePool } from "./platform/db";
import { OwnError } from "./platform/errors";
import { faultText } from "./platform/fault";
import { identityKey } from "./platform/identity-key";
import { readTestClock } from "./platform/jobs";
import { log } from "./platform/log";
import { measureProcess } from "./platform/metrics";
import { speakInOwnWords } from "./platform/own-words";
import { beginWithReplicas, closeReplicas } from "./platform/replicas/replicas";
import { surviveBrokenConnections } from "./platform/stray-errors";
import { startTracing, stopTracing } from "./platform/tracing/open-telemetry";
import { timeRequests } from "./platform/tracing/spans";
import { createFront, type Front } from "./trpc/front";
import type { Upgrade } from "./trpc/hot-reload";
import type { PageHandler } from "./trpc/page-copies";

/**
 * The self-hosted process. It answers the API itself, because Next's own routing costs the API many
 * times the work, and hands every other address to Next.
 */

interface Pages {
  serve: PageHandler;
  upgrade: Upgrade;
}

/**
 * What `npm run dev` asks for. Two say so: a production process is one that either forgot.
 */
function isChangedUnderTheBrowser({ MEMBER_SYSTEM_ENV }: Env): boolean {
  return MEMBER_SYSTEM_ENV === "development" && process.env.NODE_ENV === "development";
}

/**
 * Pages cost seconds before the first of them is served, which a process that comes back does not keep
 * others waiting for: whoever waited is answered first. Asked for before, they are made ready then.
 */
const PREPARED_AFTER_MS = 10_000;

async function main(): Promise<void> {
  speakInOwnWords();
  surviveBrokenConnections();
  measureProcess();
  const settings = env();
  await startTracing("server");
  timeRequests(settings.MEMBER_SYSTEM_ENV === "development");
  process.env.NEXTAUTH_URL ??= settings.APP_URL;
  process.env.NEXTAUTH_SECRET ??= settings.AUTH_SECRET;
  // In development the product is reached by more than one name: localhost, 127.0.0.1, the machine's.
  if (settings.MEMBER_SYSTEM_ENV === "development") process.env.AUTH_TRUST_HOST ??= "1";
  if (!isChangedUnderTheBrowser(settings)) refuseWithoutPages();
  await refuseUnsuitableDatabase();
  await beginWithReplicas();
  await identityKey().catch((error: unknown) => {
    // While the database is away it is looked at with the first act that needs it.
    if (error instanceof OwnError) throw error;
  });
  await readTestClock().catch((err: unknown) => log().warn({ err }, "test clock not read"));
  let prepared: Promise<Pages> | undefined;
  const pages = () => {
    prepared ??= preparePages(settings);
    return prepared;
  };
  const front = createFront({
    servePage: async (request, response) => (await pages()).serve(request, response),
    files: isChangedUnderTheBrowser(settings) ? undefined : new Set(pageFiles()),
    hotReload: isChangedUnderTheBrowser(settings)
      ? async (request, socket, head) => (await pages()).upgrade(request, socket, head)
      : undefined,
  });
  const background = settings.JOBS === "on" ? startBackground(jobs, loops()) : undefined;
  front.server.listen(settings.PORT, () => log().info({ port: settings.PORT }, "serving"));
  stopCleanly(front, background);
  await sleep(PREPARED_AFTER_MS, undefined, { ref: false });
  await pages();
  await front.prepare().catch((err: unknown) => log().warn({ err }, "copies not made yet"));
}

/** Said at once and not when they are made ready: a process without its pages serves nobody. */
function refuseWithoutPages(): void {
  if (existsSync(".next/BUILD_ID")) return;
  throw new OwnError("the pages are not built: run npm run build");
}

/** As their addresses name them, below /_next/static. */
function pageFiles(folder = ""): string[] {
  return readdirSync(join(".next/static", folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? pageFiles(path) : [path];
  });
}

/** Next takes longer to come up than all the rest, and the API needs nothing of it. */
async function preparePages(settings: Env): Promise<Pages> {
  const { default: next } = await import("next");
  const dev = isChangedUnderTheBrowser(settings);
  // Next would listen on the server for who wants to speak another protocol; on one that nobody reaches
  // it may.
  const app = next({ dev, port: settings.PORT, httpServer: createServer() });
  await app.prepare();
  return {
    serve: app.getRequestHandler(),
    // What `getUpgradeHandler` gives does nothing; this is what Next itself would have listened with.
    async upgrade(request, socket, head) {
      if ("upgradeHandler" in app && typeof app.upgradeHandler === "function") {
        await app.upgradeHandler(request, socket, head);
      } else socket.destroy();
    },
  };
}

/** Finishes what is under way, then lets go of the database. */
function stopCleanly(front: Front, background?: Background): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    await Promise.all([front.stop(), background?.stop()]);
    await Promise.all([closePool(), closeReplicas(), stopTracing()]).catch(() => undefined);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: unknown) => {
  log().fatal({ err: error }, `cannot start: ${faultText(error)}`);
  process.exit(1);
});
