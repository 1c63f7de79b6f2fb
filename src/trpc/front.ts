import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setImmediate as immediate, setTimeout as sleep } from "node:timers/promises";
import { env } from "@/env";
import { jobs } from "@/modules/jobs";
import { HEADERS_MAX } from "@/platform/bounds";
import { log } from "@/platform/log";
import { METRICS_PATH, serveMetrics } from "@/platform/metrics-door";
import { serveRest, urlOf } from "@/platform/rest/node";
import { openApiPrepared, REST_PREFIX, restDoor, TRPC_PREFIX } from "./doors";
import { isDevTool, letHotReloadThrough, type Upgrade } from "./hot-reload";
import { loggedPath } from "./logged-path";
import { serveTrpc } from "./node-door";
import type { PageHandler } from "./page-copies";
import { createPageDoor } from "./page-door";
import { serveWallet, WALLET_PREFIX } from "./wallet-door";

/**
 * A process as the network sees it: every request comes in here, is bounded, and goes to
 * its door.
 */

export interface FrontOptions {
  /** Answers what is not the API's. */
  servePage: PageHandler;
  /** The files of pages that there are, by their names below /_next/static; undefined where they change. */
  files?: ReadonlySet<string> | undefined;
  /**
   * Where pages change under the browser (`npm run dev`): takes their web socket, the one other protocol
   * that is spoken here, and only then.
   */
  hotReload?: Upgrade | undefined;
  /** How long a request may take to come in, its headers and the whole of it. */
  headersMs?: number;
  requestMs?: number;
  /** How long a connection on which nothing moves is kept, whoever it waits for. */
  silentMs?: number;
  /** How long whoever asked may take to take in the last of an answer, which is held until then. */
  takenMs?: number;
  /** How long connections that are idle are kept after the order to stop. */
  lingerMs?: number;
  /**
   * For how long a connection is answered on, up to twice that: whoever opens another comes to the next
   * process in turn. For ever where there is one.
   */
  connectionMs?: number;
}

export interface Front {
  server: Server;
  /** Makes what is the same for everybody, which would keep whoever comes meanwhile waiting. */
  prepare(): Promise<void>;
  /** Takes no more connections, answers what comes on those there are, and ends with the last. */
  stop(): Promise<void>;
}

/**
 * Longer than proxies and clients keep an idle connection (a minute mostly): whoever sends on one that
 * we are just closing gets no answer at all.
 */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
const SILENT_MS = 120_000;
const TAKEN_MS = 300_000;
const LINGER_MS = 2000;
const CHECK_MS = 1000;
const HSTS = "max-age=31536000";

export function createFront(options: FrontOptions): Front {
  const { servePage, files, hotReload, headersMs = HEADERS_MS, requestMs = REQUEST_MS } = options;
  const { silentMs = SILENT_MS, lingerMs = LINGER_MS } = options;
  const { connectionMs = Number.POSITIVE_INFINITY } = options;
  const isSecure = env().APP_URL.startsWith("https:");
  const pageDoor = createPageDoor(servePage, files);
  const open = new Set<ServerResponse>();
  const ofConnection = new WeakMap<Socket, Set<ServerResponse>>();
  const oldFrom = new WeakMap<Socket, number>();
  let stopping = false;

  const settings: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(CHECK_MS, headersMs),
  };
  const server = createServer(settings, (request, response) => {
    const others = ofConnection.get(request.socket);
    open.add(response);
    others?.add(response);
    response.once("close", () => {
      open.delete(response);
      others?.delete(response);
    });
    endWhereNobodyReads(response, options.takenMs ?? TAKEN_MS);
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (isSecure) response.setHeader("Strict-Transport-Security", HSTS);
    const isOld = performance.now() >= (oldFrom.get(request.socket) ?? Number.POSITIVE_INFINITY);
    if (stopping || isOld) response.setHeader("Connection", "close");
    const url = urlOf(request);
    const fault = url ? faultOf(request) : 400;
    // A whole address names a host too, to which Next would redirect: of it the path alone goes on.
    if (url && !request.url?.startsWith("/")) request.url = `${url.pathname}${url.search}`;
    if (!url || fault) {
      response.writeHead(fault ?? 400, { Connection: "close" }).end();
      return;
    }
    serve(url, request, response).catch((err: unknown) => {
      log().error({ err, path: loggedPath(url.pathname) }, "request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // Of a connection that ends Node tells the answer whose turn it is, and never those that wait behind it:
  // whatever is held for them would be for ever.
  server.on("connection", (socket: Socket) => {
    const answers = new Set<ServerResponse>();
    ofConnection.set(socket, answers);
    // Not all at once: those that were opened together would come back together.
    oldFrom.set(socket, performance.now() + connectionMs * (1 + Math.random()));
    socket.once("close", () => {
      for (const answer of answers) if (!answer.socket) answer.destroy().emit("close");
    });
  });
  const closeHotReload = hotReload && letHotReloadThrough(server, hotReload, faultOf);
  // Whoever listens for it takes the connection away from here, and Next would, with its first page. Where
  // nobody does, Node answers such a request like any other, as HTTP/1.1 allows.
  server.on("newListener", (name, listener) => {
    if (name === "upgrade") queueMicrotask(() => server.off("upgrade", listener));
  });
  server.on("connect", (_, socket) => refuseTunnel(socket));
  // One more than is taken, so that too many are seen: Node leaves out the others without a word.
  server.maxHeadersCount = HEADERS_MAX + 1;
  // Who takes no answer in would keep it here for ever.
  server.timeout = silentMs;

  function serve(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (`${url.pathname}/`.startsWith(`${REST_PREFIX}/`)) {
      return serveRest(restDoor(), REST_PREFIX, request, response);
    }
    if (url.pathname.startsWith(`${TRPC_PREFIX}/`)) {
      return serveTrpc(request, response, url.pathname.slice(TRPC_PREFIX.length + 1));
    }
    if (url.pathname.startsWith(`${WALLET_PREFIX}/`)) return serveWallet(url, request, response);
    if (url.pathname === METRICS_PATH) return serveMetrics(jobs, request, response);
    if (hotReload && isDevTool(url.pathname)) return servePage(request, response);
    return pageDoor(url, request, response);
  }

  async function stop(): Promise<void> {
    stopping = true;
    closeHotReload?.();
    for (const response of open) {
      if (!response.headersSent) response.setHeader("Connection", "close");
    }
    // Whoever stands before the door already is let in.
    await immediate();
    // Not http's own: that cuts the connections which are idle just now, and with them whatever is on
    // its way on one of them. They are told with their next answer.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(server, () => resolve());
    });
    await Promise.race([closed, sleep(lingerMs, undefined, { ref: false })]);
    // And those that become idle from here on.
    server.keepAliveTimeout = 1;
    server.closeIdleConnections();
    await closed;
  }

  async function prepare(): Promise<void> {
    await openApiPrepared();
  }

  return { server, prepare, stop };
}

/**
 * What the network did not take at once is kept here. Some of it a minute is enough not to be silent, so
 * the whole has a time of its own.
 */
function endWhereNobodyReads(response: ServerResponse, takenMs: number): void {
  response.once("prefinish", () => {
    if (response.writableLength === 0) return;
    const late = setTimeout(() => response.socket?.destroy(), takenMs);
    response.once("close", () => clearTimeout(late));
  });
}

/** We are nobody's proxy. */
function refuseTunnel(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  const head = ["HTTP/1.1 405 Method Not Allowed", "Connection: close", "Content-Length: 0"];
  socket.end(`${head.join("\r\n")}\r\n\r\n`, () => socket.destroy());
}

const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;

/**
 * Next and next-auth make addresses of the host, and of the one that a proxy names; of several, the
 * first was asked for.
 *
 * @returns the status of a refusal
 */
function faultOf({ rawHeaders, headers }: IncomingMessage): number | undefined {
  if (rawHeaders.length > 2 * HEADERS_MAX) return 431;
  const [passedOn] = [headers["x-forwarded-host"]].flat().join(",").split(",");
  if (passedOn) headers["x-forwarded-host"] = passedOn.trim();
  const hosts = [headers.host ?? "", passedOn?.trim() ?? ""].filter((host) => host !== "");
  return hosts.every((host) => HOST.test(host) && URL.canParse(`http://${host}`)) ? undefined : 400;
}
