import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { env } from "@/env";
import { dnsLookup } from "./name-lookup";
import { refuseInsideTransaction } from "./outside";
import { isPublicAddress } from "./public-address";

/**
 * A POST to an address that somebody typed in. Whatever the name resolves to is checked where the
 * connection is made, so that a name that answers differently the second time gains nothing.
 */

export interface GuardedPost {
  url: string;
  /** Default: POST. */
  method?: "PATCH";
  headers: Record<string, string>;
  body: string;
  /** Private addresses and plain http: for development and for networks that say so. */
  allowPrivate: boolean;
  timeoutMs?: number;
  lookup?: LookupFunction;
  /** Ends the attempt, as when the process stops. */
  signal?: AbortSignal;
  /** How much of the answer is kept, where that is more than what a person is shown of it. */
  keptBytes?: number;
}

export type PostFailure =
  | "ADDRESS_NOT_ALLOWED"
  | "NAME_NOT_FOUND"
  | "CONNECTION_FAILED"
  | "TLS_FAILED"
  | "TIMEOUT"
  | "STOPPED";

export type PostOutcome = { statusCode: number; answer: string } | { failure: PostFailure };

const TIMEOUT_MS = 10_000;
/** More than this is not read. */
const ANSWER_BYTES_MAX = 64 * 1024;
/** As much is kept. */
const ANSWER_BYTES_KEPT = 1024;

class NotAllowed extends Error {
  readonly code = "ADDRESS_NOT_ALLOWED";
}

/** Resolves a name and refuses it when any of its addresses is not public. */
export function publicLookup(resolve: LookupFunction = dnsLookup()): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "", 0);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !isPublicAddress(address))) {
        return callback(new NotAllowed(), "", 0);
      }
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/**
 * Sends and reads the answer; follows no redirect, uses no proxy. Whatever the receiver does is an
 * outcome.
 *
 * @throws Error inside a transaction
 */
export async function guardedPost(post: GuardedPost): Promise<PostOutcome> {
  refuseInsideTransaction("a message was sent");
  const url = URL.canParse(post.url) ? new URL(post.url) : null;
  if (!url || !isPostAllowed(url, post.allowPrivate)) return { failure: "ADDRESS_NOT_ALLOWED" };
  const timeout = AbortSignal.timeout(post.timeoutMs ?? TIMEOUT_MS);
  const signal = post.signal ? AbortSignal.any([post.signal, timeout]) : timeout;
  try {
    return await send(url, post, signal);
  } catch (error) {
    if (post.signal?.aborted) return { failure: "STOPPED" };
    return { failure: timeout.aborted ? "TIMEOUT" : failureOf(error) };
  }
}

/** Private receivers and plain http, where a setting or a development system says so. */
export function mayBePrivate(): boolean {
  const { WEBHOOK_ALLOW_PRIVATE, MEMBER_SYSTEM_ENV } = env();
  return (WEBHOOK_ALLOW_PRIVATE ?? (MEMBER_SYSTEM_ENV === "development" ? "on" : "off")) === "on";
}

/** Names of this machine, and of a network's own that have no dot: the internet has none such. */
const OWN_NAME = /^[^.]*\.?$|\.localhost\.?$/i;

/** What can be told from the text: an address written out is connected to without a lookup. */
export function isPostAllowed(url: URL, allowPrivate: boolean): boolean {
  if (allowPrivate) return url.protocol === "https:" || url.protocol === "http:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:") return false;
  return isIP(host) === 0 ? !OWN_NAME.test(host) : isPublicAddress(host);
}

/**
 * Whether a name leads to an address that is not public, as far as it is known now.
 *
 * @throws Error inside a transaction
 */
export async function leadsInside(hostname: string): Promise<boolean> {
  refuseInsideTransaction("a name was looked up");
  return new Promise((resolve) => {
    publicLookup()(hostname.replace(/^\[|\]$/g, ""), {}, (error) => {
      resolve(error instanceof NotAllowed);
    });
  });
}

function send(url: URL, post: GuardedPost, signal: AbortSignal): Promise<PostOutcome> {
  const body = Buffer.from(post.body);
  const lookup = post.allowPrivate ? post.lookup : publicLookup(post.lookup);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? https : http).request(url, {
      method: post.method ?? "POST",
      // A connection for each message: none is kept that was checked under other circumstances.
      agent: false,
      signal,
      headers: { ...post.headers, "content-length": body.length },
      ...(lookup ? { lookup } : {}),
    });
    if (!post.allowPrivate) {
      request.on("socket", (socket) => socket.once("connect", () => checkPeer(socket)));
    }
    request.on("error", reject);
    // Nobody asked for another protocol, and where nobody listens Node ends such a connection without a word.
    request.on("upgrade", ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve({ statusCode, answer: "" });
    });
    // Whatever else ends without an answer or an error: settled before, this changes nothing.
    request.on("close", () => {
      if (!isAnswered) reject(new Error("closed"));
    });
    let isAnswered = false;
    request.on("response", (response) => {
      isAnswered = true;
      readAnswer(response, post.keptBytes).then(
        (answer) => resolve({ statusCode: response.statusCode ?? 0, answer }),
        reject,
      );
    });
    request.end(body);
  });
}

/** The last word has the connection itself. */
function checkPeer(socket: Socket): void {
  if (!isPublicAddress(socket.remoteAddress ?? "")) socket.destroy(new NotAllowed());
}

async function readAnswer(
  response: IncomingMessage,
  keptBytes = ANSWER_BYTES_KEPT,
): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (read < keptBytes) kept.push(chunk);
    read += chunk.length;
    if (read >= ANSWER_BYTES_MAX) break; // leaving the loop ends the connection
  }
  // Zero bytes are not text; a character cut in half at the end is dropped.
  const text = Buffer.concat(kept).subarray(0, keptBytes).toString("utf8");
  return text.replace(/\uFFFD+$/, "").replaceAll("\0", "");
}

function failureOf(error: unknown): PostFailure {
  const { code = "", syscall = "" } = error as { code?: string; syscall?: string };
  if (code === "ADDRESS_NOT_ALLOWED") return code;
  // Servers of names that fail or say nothing have no code of their own.
  const isLookedUp = syscall.startsWith("query");
  if (isLookedUp || ["ENOTFOUND", "EAI_AGAIN", "ENODATA"].includes(code)) return "NAME_NOT_FOUND";
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO)/.test(code)
    ? "TLS_FAILED"
    : "CONNECTION_FAILED";
}
