import { setTimeout as sleep } from "node:timers/promises";
import { businessNow } from "@/platform/clock";
import { primary } from "@/platform/processes/own-primary";
import { pagesSocket } from "@/platform/processes/role";
import { begin } from "@/platform/program";
import { createPageServer, type PageServer } from "@/trpc/page-server";
import { SLOW_PAGE } from "./slow-page";

/** The process with the pages without Next, in the tests of a server's processes: tells what it was asked. */

const path = pagesSocket();
let server: PageServer | undefined;
await begin(async () => server?.stop(), { heedsSignals: false });
server = createPageServer(async ({ url, headers }, response) => {
  if (url === SLOW_PAGE) await sleep(1000);
  response.end(JSON.stringify({ pid: process.pid, now: businessNow(), url, headers }));
});
await server.listen(path);
await primary()?.ask("up", null);
