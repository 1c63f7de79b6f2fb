import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { measureProcess } from "@/platform/metrics";
import { createFront } from "@/trpc/front";
import { createPages } from "@/trpc/pages";
import { SLOW_PAGE } from "./slow-page";

/**
 * The doors in a process of their own, without Next: pages are stubs. Tells its port, and on request
 * what it holds; `npm test` bundles and starts it (front.ts).
 */

let rendered = 0;

measureProcess();
const pages = createPages(async (request, response) => {
  // As Next does with its first page.
  const { server } = request.socket as unknown as { server: Server };
  if (server.listenerCount("upgrade") === 0) server.on("upgrade", () => undefined);
  let bytes = 0;
  for await (const piece of request) bytes += (piece as Buffer).length;
  if (request.url?.startsWith("/api-docs")) rendered++;
  if (request.url === SLOW_PAGE) await sleep(1000);
  const { cookie = "none", "content-security-policy": policy } = request.headers;
  response.setHeader("X-Asked", request.url ?? "");
  response.setHeader("X-Agent", request.headers["user-agent"] ?? "");
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Content-Security-Policy", "script-src 'self' 'unsafe-inline'");
  response.end(`<p>${rendered} ${bytes} ${cookie} ${policy} ${"page ".repeat(1000)}</p>`);
});
const front = createFront({
  headersMs: 1000,
  requestMs: 2000,
  silentMs: 2000,
  lingerMs: 1000,
  files: new Set(["chunks/x.js"]),
  servePage: pages.serve,
});

Promise.all([front.prepare(), pages.prepare()]).then(() => {
  front.server.listen(0, "127.0.0.1", () => process.send?.({ address: front.server.address() }));
});
process.on("message", () => {
  globalThis.gc?.();
  front.server.getConnections((_, connections) => {
    process.send?.({ held: { heapBytes: process.memoryUsage().heapUsed, connections } });
  });
});
process.on("SIGTERM", () => {
  front.stop().then(() => process.exit(0));
});
