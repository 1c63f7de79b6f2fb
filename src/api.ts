import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cannotStart } from "./platform/ending";
import { log } from "./platform/log";
import { primary } from "./platform/processes/own-primary";
import { pagesSocket } from "./platform/processes/role";
import { begin } from "./platform/program";
import { createFront, type Front } from "./trpc/front";
import { createPageProxy } from "./trpc/page-proxy";

/**
 * A process that answers the API, one of several on one port. It never loads Next: whatever is not the
 * API's is passed on, within our bounds, to the process that has the pages.
 */

/** So that after the end of a process the others don't keep its connections for ever. */
const CONNECTION_MS = 60_000;
/** The document costs what keeps others waiting; whoever comes first is answered first. */
const PREPARED_AFTER_MS = 10_000;

async function main(): Promise<void> {
  const path = pagesSocket();
  let front: Front | undefined;
  const settings = await begin(async () => front?.stop());
  front = createFront({
    servePage: createPageProxy(path),
    files: new Set(pageFiles()),
    connectionMs: CONNECTION_MS,
  });
  front.server.listen(settings.PORT, () => void primary()?.ask("up", null));
  await sleep(PREPARED_AFTER_MS, undefined, { ref: false });
  await front.prepare().catch((err: unknown) => log().warn({ err }, "document not made yet"));
}

/** As their addresses name them, below /_next/static. */
function pageFiles(folder = ""): string[] {
  return readdirSync(join(".next/static", folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? pageFiles(path) : [path];
  });
}

main().catch(cannotStart);
