import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import next from "next";
import { env } from "./env";
import { appRouter } from "./modules/router";
import { checkOrigin } from "./platform/auth";
import { closePool } from "./platform/db";
import { log } from "./platform/log";
import { closePrisma } from "./platform/prisma";
import { createContext } from "./trpc/context";
import {
  openApiText,
  REST_PREFIX,
  restDoor,
  TRPC_BODY_BYTES_MAX,
  TRPC_PREFIX,
} from "./trpc/doors";

/**
 * The self-hosted process. It answers the API itself, because Next's own routing costs the API many
 * times the work, and hands every other address to Next.
 */

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

function remoteAddressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "unknown";
}

/** Reads to the end or to the limit; past it the rest is drained and not kept. */
async function readBody(request: IncomingMessage, limitBytes: number) {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function serveRest(request: IncomingMessage, response: ServerResponse, url: URL) {
  const path = url.pathname.slice(REST_PREFIX.length + 1);
  if (path === "openapi.json" && request.method === "GET") {
    response.writeHead(200, { "Content-Type": "application/json; charset=utf-8" });
    response.end(openApiText());
    return;
  }
  const answer = await restDoor()({
    method: request.method ?? "GET",
    path,
    search: url.searchParams,
    headers: headersOf(request),
    remoteAddress: remoteAddressOf(request),
    readBody: (limitBytes) => readBody(request, limitBytes),
  });
  // A body that was not read to its end must not be taken for the next request.
  if (!request.complete) answer.headers.Connection = "close";
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

function serveTrpc(request: IncomingMessage, response: ServerResponse, url: URL) {
  return nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path: url.pathname.slice(TRPC_PREFIX.length + 1),
    maxBodySize: TRPC_BODY_BYTES_MAX,
    createContext: async () => {
      const headers = headersOf(request);
      const context = await createContext({ headers, remoteAddress: remoteAddressOf(request) });
      checkOrigin(request.method ?? "GET", headers, context.caller, env().APP_URL);
      return context;
    },
  });
}

async function main(): Promise<void> {
  const settings = env();
  process.env.NEXTAUTH_URL ??= settings.APP_URL;
  process.env.NEXTAUTH_SECRET ??= settings.AUTH_SECRET;
  // In development the product is reached by more than one name: localhost, 127.0.0.1, the machine's.
  if (settings.MEMBER_SYSTEM_ENV === "development") process.env.AUTH_TRUST_HOST ??= "1";
  const app = next({ dev: false, port: settings.PORT });
  await app.prepare();
  const servePage = app.getRequestHandler();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    serve(url, request, response).catch((err: unknown) => {
      log().error({ err, path: url.pathname }, "request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  async function serve(url: URL, request: IncomingMessage, response: ServerResponse) {
    if (url.pathname.startsWith(`${REST_PREFIX}/`)) return serveRest(request, response, url);
    if (url.pathname.startsWith(`${TRPC_PREFIX}/`)) return serveTrpc(request, response, url);
    // Whoever sits in front of us is believed about nobody's address but their own.
    request.headers["x-forwarded-for"] = remoteAddressOf(request);
    return servePage(request, response);
  }

  server.listen(settings.PORT, () => log().info({ port: settings.PORT }, "serving"));
  stopCleanly(server);
}

/** Finishes what is under way, then lets go of the database. */
function stopCleanly(server: ReturnType<typeof createServer>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    server.close(async () => {
      await Promise.allSettled([closePool(), closePrisma()]);
      process.exit(0);
    });
    server.closeIdleConnections();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: unknown) => {
  log().fatal({ err: error }, error instanceof Error ? error.message : "cannot start");
  process.exit(1);
});
