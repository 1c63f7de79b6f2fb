import {
  Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestTo,
  type ServerResponse,
} from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "@/platform/errors";
import { log } from "@/platform/log";
import type { PageHandler } from "./page-copies";
import { PAGE_PATH_HEADER } from "./page-path";

/**
 * Hands a request on to the process with the pages, and its answer back, both as they come. What it may
 * bring, and who it comes from, was settled before.
 */

export interface PageProxyOptions {
  /** How long a request waits for a process that is just coming up. */
  waitMs?: number;
}

/** Longer than it takes to come up on a busy machine, shorter than proxies in front wait. */
const WAIT_MS = 25_000;
const LOOK_EVERY_MS = 50;
/** More of them wait for nothing but memory. */
const WAITING_MAX = 500;
const RETRY_AFTER_SECONDS = 5;

/** About one connection, and not about what is asked or answered over it. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Answered by our own server already.
  "expect",
];

/** Written by the door: nobody may name them so that they are left out. */
const OF_THE_DOOR = ["x-forwarded-for", PAGE_PATH_HEADER];

/** The headers that go on: those that `Connection` names are of one connection too. */
export function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const left = new Set([...HOP_BY_HOP, ...named]);
  for (const name of OF_THE_DOOR) left.delete(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)));
}

/** Nobody listens there, or more knock than stand in line. */
const NOT_REACHED = ["ENOENT", "ECONNREFUSED", "EAGAIN"];
/** Hung up before a word of an answer. */
const HUNG_UP = ["ECONNRESET", "EPIPE"];

/** A redirect says the address that was asked for, as long as it is, more than once. */
const ANSWER_HEADER_BYTES_MAX = 64_000;

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether it may be asked once more: nothing of it was sent, or it changes nothing. */
function isAgain(error: unknown, request: IncomingMessage): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return NOT_REACHED.includes(code) || (isRead(request) && HUNG_UP.includes(code));
}

/** Nothing of a body is read before there is somebody to send it to. */
function sendBody(request: IncomingMessage, outgoing: ClientRequest): void {
  if (isRead(request)) {
    outgoing.end();
    return;
  }
  outgoing.once("socket", (socket) => {
    if (!socket.connecting) request.pipe(outgoing);
    else socket.once("connect", () => request.pipe(outgoing));
  });
}

/** @param path of the socket on which the process with the pages listens */
export function createPageProxy(
  path: string,
  { waitMs = WAIT_MS }: PageProxyOptions = {},
): PageHandler {
  const agent = new Agent({ keepAlive: true });
  let waiting = 0;

  /** @returns what the other process answers; nothing of it is read yet */
  function ask(request: IncomingMessage, response: ServerResponse): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { method, url } = request;
      const headers = passedOn(request.headers);
      const outgoing = requestTo({
        ...{ socketPath: path, agent, method, path: url, headers },
        maxHeaderSize: ANSWER_HEADER_BYTES_MAX,
      });
      // Whoever asked has gone: nobody needs the page.
      const leave = () => void outgoing.destroy();
      response.once("close", leave);
      outgoing.once("response", (incoming) => {
        // From here on the connection is another request's.
        incoming.once("end", () => response.off("close", leave));
        resolve(incoming);
      });
      outgoing.once("error", (error) => {
        response.off("close", leave);
        reject(error);
      });
      sendBody(request, outgoing);
    });
  }

  async function mayAskAgain(until: number): Promise<boolean> {
    if (performance.now() >= until || waiting >= WAITING_MAX) return false;
    waiting += 1;
    await sleep(LOOK_EVERY_MS);
    waiting -= 1;
    return true;
  }

  return async (request, response) => {
    const until = performance.now() + waitMs;
    // Who left before they got here does not leave again.
    let isGone = response.destroyed;
    response.once("close", () => {
      isGone = true;
    });
    while (!isGone) {
      try {
        return handBack(await ask(request, response), response);
      } catch (error) {
        if (isGone) return;
        if (isAgain(error, request) && (await mayAskAgain(until))) continue;
        log().warn({ err: error }, "the pages are away");
        throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: RETRY_AFTER_SECONDS });
      }
    }
  };
}

/** Byte by byte as it comes, no faster than it is taken; cut off where it was cut off. */
function handBack(incoming: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(passedOn(incoming.headers))) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(incoming.statusCode ?? 502);
  incoming.once("error", () => response.destroy());
  incoming.pipe(response);
}
