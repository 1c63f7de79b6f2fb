import { setTimeout as sleep } from "node:timers/promises";
import { cannotStart } from "./platform/ending";
import { log } from "./platform/log";
import { primary } from "./platform/processes/own-primary";
import { pagesSocket } from "./platform/processes/role";
import { begin } from "./platform/program";
import { prepareNext } from "./trpc/next-pages";
import { createPageServer, type PageServer } from "./trpc/page-server";
import { createPages } from "./trpc/pages";

/**
 * The process that has Next. Only our API processes reach it, over a socket in a folder of the server's
 * own; what they pass on has come past every limit.
 */

/** Whoever waited for a page is answered first. */
const PREPARED_AFTER_MS = 10_000;

async function main(): Promise<void> {
  const path = pagesSocket();
  let server: PageServer | undefined;
  // The API processes hand on what they have before they end.
  const settings = await begin(async () => server?.stop(), { heedsSignals: false });
  const next = await prepareNext({ port: settings.PORT, dev: false });
  const pages = createPages(next.serve);
  server = createPageServer(pages.serve);
  await server.listen(path);
  await primary()?.ask("up", null);
  await sleep(PREPARED_AFTER_MS, undefined, { ref: false });
  await pages.prepare().catch((err: unknown) => log().warn({ err }, "copies not made yet"));
}

main().catch(cannotStart);
