import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/env";
import type { Caller } from "../auth";
import type { WhenGone } from "../context";
import { DomainError } from "../errors";
import { clientAddress } from "../remote-address";
import { gather } from "./body";
import type { RestAnswer, RestRequest } from "./exchange";
import { holding } from "./held-bytes";

/** What Node's own server hands over, as the doors take it. */

type Door = (request: RestRequest) => Promise<RestAnswer>;

/** The address asked for; undefined where the request line holds none, as in `OPTIONS *`. */
export function urlOf(request: IncomingMessage): URL | undefined {
  const target = request.url ?? "/";
  // Joined, not resolved: a path with two slashes in front would be taken for another host.
  const address = target.startsWith("/") ? `http://localhost${target}` : target;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.pathname.startsWith("/") ? url : undefined;
}

export function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

export function remoteAddressOf(request: IncomingMessage): string {
  const forwardedFor = [request.headers["x-forwarded-for"]].flat().join(",");
  const peer = request.socket.remoteAddress ?? "unknown";
  return clientAddress(peer, forwardedFor, env().TRUSTED_PROXIES);
}

/** Leaving the loop early leaves the connection open, so that an answer can still be sent. */
function chunksOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

function announcedLength(request: IncomingMessage): number {
  return Number(request.headers["content-length"] ?? 0);
}

/**
 * Reads to the end, or gives undefined at the limit. What is read is held by the caller until the answer
 * has gone out.
 *
 * @throws DomainError VALIDATION_FAILED when the sender broke off, RATE_LIMIT_EXCEEDED when the caller
 * holds too much
 */
export async function readBody(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  limitBytes: number,
  caller: Caller,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (announcedLength(request) > limitBytes) return undefined;
  const { hold, release } = holding(caller, remoteAddressOf(request));
  response.once("close", release);
  try {
    const body = await gather(chunksOf(request), limitBytes, hold);
    // Where the connection closed meanwhile, so did the answer, before anybody listened.
    if (!body || request.socket.destroyed) release();
    return body;
  } catch (error) {
    release();
    if (error instanceof DomainError) throw error;
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "", message: "broke off" }], error);
  }
}

const DRAINED_BYTES_MAX = 8_000_000;

/**
 * Takes in and throws away what nobody read: a sender who is still writing when the connection closes
 * would never see the answer. Not without end, though.
 */
async function drain(request: IncomingMessage): Promise<void> {
  if (request.complete || announcedLength(request) > DRAINED_BYTES_MAX) return;
  let length = 0;
  try {
    for await (const chunk of chunksOf(request)) {
      length += chunk.length;
      if (length > DRAINED_BYTES_MAX) return;
    }
  } catch {
    // The sender broke off: nobody is left to read the answer.
  }
}

/**
 * Comes before every answer to a request that may have a body: what was not read to its end must not
 * be taken for the next request.
 */
export async function finishReading(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await drain(request);
  if (!request.complete) response.setHeader("Connection", "close");
}

/** Tells when the answer has gone out, or the connection closed before. */
export function whenGone(response: ServerResponse): WhenGone {
  // A batch of calls waits with one answer.
  let told: (() => void)[] | undefined;
  return (left) => {
    if (response.closed || response.req.socket.destroyed) return left();
    if (told) return void told.push(left);
    const all = [left];
    told = all;
    response.once("close", () => {
      for (const tell of all) tell();
    });
  };
}

/** Answers one request through the REST door; `prefix` is what its paths begin with. */
export async function serveRest(
  door: Door,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = urlOf(request);
  const answer = await door({
    method: request.method ?? "GET",
    path: url?.pathname.slice(prefix.length + 1) ?? "",
    search: url?.searchParams ?? new URLSearchParams(),
    headers: headersOf(request),
    remoteAddress: remoteAddressOf(request),
    readBody: (limitBytes, caller) => readBody({ request, response }, limitBytes, caller),
    whenGone: whenGone(response),
  });
  await finishReading(request, response);
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}
