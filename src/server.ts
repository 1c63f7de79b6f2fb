import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { env } from "./env";
import { jobs, loops } from "./modules/jobs";
import { type Background, startBackground } from "./platform/background";
import { closePool } from "./platform/db";
import { OwnError } from "./platform/errors";
import { faultText } from "./platform/fault";
import { identityKey } from "./platform/identity-key";
import { readTestClock } from "./platform/jobs";
import { log } from "./platform/log";
import { measureProcess, timeRequest } from "./platform/metrics";
import { METRICS_PATH, serveMetrics } from "./platform/metrics-door";
import { speakInOwnWords } from "./platform/own-words";
import { limitInlineScripts } from "./platform/page-nonce";
import { closePrisma } from "./platform/prisma";
import { remoteAddressOf, serveRest, urlOf } from "./platform/rest/node";
import { surviveBrokenConnections } from "./platform/stray-errors";
import { REST_PREFIX, restDoor, TRPC_PREFIX } from "./trpc/doors";
import { serveTrpc } from "./trpc/node-door";

/**
 * The self-hosted process. It answers the API itself, because Next's own routing costs the API many
 * times the work, and hands every other address to Next.
 */

/**
 * Longer than proxies and clients keep an idle connection (a minute mostly): whoever sends on one that
 * we are just closing gets no answer at all.
 */
const KEEP_ALIVE_MS = 75_000;

async function main(): Promise<void> {
  speakInOwnWords();
  surviveBrokenConnections();
  measureProcess();
  const settings = env();
  process.env.NEXTAUTH_URL ??= settings.APP_URL;
  process.env.NEXTAUTH_SECRET ??= settings.AUTH_SECRET;
  // In development the product is reached by more than one name: localhost, 127.0.0.1, the machine's.
  if (settings.MEMBER_SYSTEM_ENV === "development") process.env.AUTH_TRUST_HOST ??= "1";
  const app = next({ dev: false, port: settings.PORT });
  await app.prepare();
  const servePage = app.getRequestHandler();

  const server = createServer((request, response) => {
    const url = urlOf(request);
    if (!url) {
      response.writeHead(400).end();
      return;
    }
    serve(url, request, response).catch((err: unknown) => {
      log().error({ err, method: request.method }, "request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1000;

  async function serve(url: URL, request: IncomingMessage, response: ServerResponse) {
    if (`${url.pathname}/`.startsWith(`${REST_PREFIX}/`)) {
      return serveRest(restDoor(), REST_PREFIX, request, response);
    }
    if (url.pathname.startsWith(`${TRPC_PREFIX}/`)) {
      return serveTrpc(request, response, url.pathname.slice(TRPC_PREFIX.length + 1));
    }
    if (url.pathname === METRICS_PATH) return serveMetrics(jobs, request, response);
    const count = timeRequest("page");
    response.once("finish", () => count("page", response.statusCode));
    // Whoever sits in front of us is believed about nobody's address but their own.
    request.headers["x-forwarded-for"] = remoteAddressOf(request);
    limitInlineScripts(request, response);
    return servePage(request, response);
  }

  await identityKey().catch((error: unknown) => {
    // While the database is away it is looked at with the first act that needs it.
    if (error instanceof OwnError) throw error;
  });
  await readTestClock().catch((err: unknown) => log().warn({ err }, "test clock not read"));
  const background = settings.JOBS === "on" ? startBackground(jobs, loops()) : undefined;
  server.listen(settings.PORT, () => log().info({ port: settings.PORT }, "serving"));
  stopCleanly(server, background);
}

/** Finishes what is under way, then lets go of the database. */
function stopCleanly(server: ReturnType<typeof createServer>, background?: Background): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    server.close(async () => {
      await background?.stop();
      await Promise.allSettled([closePool(), closePrisma()]);
      process.exit(0);
    });
    server.closeIdleConnections();
    // And those that are idle once they have been answered.
    server.keepAliveTimeout = 1;
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: unknown) => {
  log().fatal({ err: error }, `cannot start: ${faultText(error)}`);
  process.exit(1);
});
