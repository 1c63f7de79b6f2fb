import { IncomingMessage, type ServerResponse } from "node:http";
import { callerName } from "@/platform/admission/kinds";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { timeRequest } from "@/platform/metrics";
import { countRequest } from "@/platform/rate-limit";
import { finishReading, headersOf, readBody, remoteAddressOf } from "@/platform/rest/node";
import { callerIsKnown, traceHeader, traceRequest } from "@/platform/tracing/spans";
import { AUTH_BODY_BYTES_MAX, AUTH_PREFIX, checkAuthAction, checkAuthRequest } from "./auth-door";
import { createContext } from "./context";
import { followingCookie } from "./invitation";
import {
  askForWholeFiles,
  checkRouterState,
  cutUserAgent,
  ROUTER_STATE_HEADER,
} from "./next-headers";
import type { PageHandler } from "./page-copies";
import { PAGE_PATH_HEADER, pagePath } from "./page-path";
import { BOUNDS_OF_AUTH, createPageTurns } from "./page-turns";
import { pageAnswer, problemAnswer, type RefusalAnswer } from "./refusal";

/**
 * What pages are handed, and next-auth with them: who comes how often, with what, and from where. Pages
 * are read only; a server action would need a door of its own here, with a limit of its own.
 */

/** Files under names that never change: sent, not made, and many to a page. */
const FILES = "/_next/static/";

/**
 * @param servePage may refuse as the door does, as long as it has not begun to answer
 * @param files names below FILES of those there are; without them every such name is taken for one
 */
export function createPageDoor(servePage: PageHandler, files?: ReadonlySet<string>) {
  const inTurn = createPageTurns();
  const inAuthTurn = createPageTurns({ bounds: BOUNDS_OF_AUTH });
  return async function serve(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const count = timeRequest("page");
    response.once("finish", () => count("page", response.statusCode));
    const isAuth = `${url.pathname}/`.startsWith(`${AUTH_PREFIX}/`);
    const refused = isAuth ? problemAnswer : pageAnswer;
    const address = remoteAddressOf(request);
    // Whoever sits in front of us is believed about nobody's address but their own.
    request.headers["x-forwarded-for"] = address;
    request.headers[PAGE_PATH_HEADER] = pagePath(url);
    cutUserAgent(request.headers);
    askForWholeFiles(request.headers);
    const [theirs] = [request.headers.traceparent].flat();
    delete request.headers.traceparent;
    // What is not there is looked for, which costs more than a page's file: it counts.
    if (isFile(url.pathname, files)) return answer(() => servePage(pageRequest(request), response));
    const { method = "GET" } = request;
    return traceRequest("page", theirs, async (end) => {
      await answer(async () => {
        const caller = await countPage(request, response, address);
        checkPath(url);
        const page = isAuth ? await authRequest(url, request, response) : pageRequest(request);
        if (caller.kind === ANONYMOUS.kind) keepInvitation(url, request, response);
        const ours = traceHeader();
        if (ours !== undefined) page.headers.traceparent = ours;
        const make = () => servePage(page, response);
        return (isAuth ? inAuthTurn : inTurn)(callerName(caller, address), response, make);
      });
      end({ procedures: [], method, status: response.statusCode });
    });

    async function answer(serveIt: () => Promise<void>): Promise<void> {
      try {
        await serveIt();
      } catch (error) {
        if (response.headersSent) throw error;
        await send(refused(error, headersOf(request), address), request, response);
      }
    }
  };
}

function isFile(pathname: string, files: ReadonlySet<string> | undefined): boolean {
  if (!pathname.startsWith(FILES)) return false;
  return files?.has(pathname.slice(FILES.length)) ?? true;
}

async function send(
  { status, headers, body }: RefusalAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await finishReading(request, response);
  response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
}

function keepInvitation(url: URL, { headers }: IncomingMessage, response: ServerResponse): void {
  const cookie = followingCookie(url, headers);
  if (cookie !== null) response.setHeader("set-cookie", cookie);
}

/**
 * @returns who asks
 * @throws DomainError RATE_LIMIT_EXCEEDED
 */
async function countPage(
  request: IncomingMessage,
  response: ServerResponse,
  remoteAddress: string,
): Promise<Caller> {
  const answerHeaders = new Map<string, string>();
  const caller = await callerOf(request, remoteAddress);
  callerIsKnown(caller.kind);
  try {
    await countRequest("page", caller, remoteAddress, answerHeaders);
  } finally {
    for (const [name, value] of answerHeaders) response.setHeader(name, value);
  }
  return caller;
}

/** Who can't be told is a stranger: a page says by itself that its database is away. */
async function callerOf(request: IncomingMessage, remoteAddress: string): Promise<Caller> {
  if (request.headers.cookie === undefined) return ANONYMOUS;
  // Only what a browser sends by itself; keys and tokens have no pages.
  const headers = new Headers({ cookie: request.headers.cookie });
  return createContext({ headers, remoteAddress }).then(
    ({ caller }) => caller,
    () => ANONYMOUS,
  );
}

/**
 * Next answers 500 to parts of an address that it cannot read.
 *
 * @throws DomainError VALIDATION_FAILED
 */
function checkPath({ pathname }: URL): void {
  try {
    decodeURIComponent(pathname);
  } catch {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "", message: "not an address" }]);
  }
}

/** @throws DomainError METHOD_NOT_ALLOWED, BODY_TOO_LARGE, VALIDATION_FAILED */
function pageRequest(request: IncomingMessage): IncomingMessage {
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new DomainError("METHOD_NOT_ALLOWED", { allow: "GET, HEAD" });
  }
  if (hasBody(request)) throw new DomainError("BODY_TOO_LARGE", { limitBytes: 0 });
  checkRouterState(request.headers[ROUTER_STATE_HEADER]);
  return request;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** @throws DomainError NOT_FOUND, METHOD_NOT_ALLOWED, BODY_TOO_LARGE, VALIDATION_FAILED */
async function authRequest(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<IncomingMessage> {
  const { method = "GET" } = request;
  checkAuthAction(method, url);
  const isPost = method === "POST";
  const limitBytes = isPost ? AUTH_BODY_BYTES_MAX : 0;
  const body = await readBody({ request, response }, limitBytes, ANONYMOUS);
  if (!body) throw new DomainError("BODY_TOO_LARGE", { limitBytes });
  checkAuthRequest({ method, url, contentType: request.headers["content-type"] ?? null, body });
  return isPost ? again(request, body) : request;
}

/** The same request with its body still to be read. */
function again(request: IncomingMessage, body: Uint8Array): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion } = request;
  const { httpVersionMajor, httpVersionMinor } = request;
  Object.assign(copy, { method, url, headers, rawHeaders });
  Object.assign(copy, { httpVersion, httpVersionMajor, httpVersionMinor });
  copy.push(body);
  copy.push(null);
  copy.complete = true;
  return copy;
}
