import type { AnyTRPCRouter } from "@trpc/server";
import { type Caller, checkAccess, checkOrigin } from "../auth";
import { callsOfBody } from "../bounds";
import type { Context } from "../context";
import { asDomainError, DomainError } from "../errors";
import { isKeyWellFormed } from "../idempotency";
import { NO_PROCEDURE, timeRequest } from "../metrics";
import { type Prepared, preparedAnswer } from "../prepared";
import { PROBLEM_TYPE, problemHeaders, problemOf, refusalOf } from "../problem";
import { countRequest, giveBack } from "../rate-limit";
import { serverTiming, traceRequest } from "../tracing/spans";
import { createCallerFactory } from "../trpc";
import { preflight, withCors } from "./cors";
import type { RestAnswer, RestRequest } from "./exchange";
import { inputOf } from "./input";
import { bodyBytesMaxOf, parameterNames, type Route, RouteTable, routesOf } from "./routes";
import { SignedSenders } from "./signed-senders";

export interface Credentials {
  headers: Headers;
  remoteAddress: string;
  /** Present for signed messages: the bytes the signature covers. */
  signedBody?: Uint8Array;
}

export interface DoorOptions {
  router: AnyTRPCRouter;
  /** @throws DomainError AUTHENTICATION_REQUIRED for credentials that are not valid */
  createContext: (credentials: Credentials) => Promise<Context>;
  /** The product's own address, which writes by cookie must come from. */
  home: string;
  /** Other origins whose pages may call. */
  corsOrigins?: readonly string[];
  /** A context for answers to requests that never got so far as to say who calls. */
  strangerContext: (headers: Headers, remoteAddress: string) => Context;
  /** The OpenAPI document, served at openapi.json. */
  document?: () => Promise<Prepared>;
}

const NO_BODY = new Uint8Array(0);
const DOCUMENT_PATH = "openapi.json";
const SIGNATURE_HEADERS = ["webhook-id", "webhook-timestamp", "webhook-signature"];

/** What is signed is read before it is known whose it is. */
interface Early {
  body: Uint8Array;
  /** As a stranger's. */
  isCounted: boolean;
}

type Procedure = (input: unknown) => Promise<unknown>;

/**
 * The REST door: finds the procedure, checks in the order of the contract (path, method, caller,
 * size, type, permission, body, key), calls it and answers with JSON or a problem document.
 */
export function createRestDoor(options: DoorOptions) {
  const table = new RouteTable(routesOf(options.router));
  const callerFor = createCallerFactory(options.router);
  const origins = options.corsOrigins ?? [];
  const senders = new SignedSenders();

  return async (request: RestRequest): Promise<RestAnswer> =>
    withCors(preflightOf(request) ?? (await measured(request)), request, origins);

  function measured(request: RestRequest): Promise<RestAnswer> {
    const traceparent = request.headers.get("traceparent") ?? undefined;
    return traceRequest("rest", traceparent, async (end) => {
      const count = timeRequest("rest");
      const answer = await answerTo(request);
      const route = table.find(request.path)?.routes.get(request.method);
      const procedure = route?.name ?? NO_PROCEDURE;
      count(procedure, answer.status);
      end({ procedures: [procedure], method: request.method, status: answer.status });
      return answer;
    });
  }

  function preflightOf(request: RestRequest): RestAnswer | undefined {
    if (request.method !== "OPTIONS") return undefined;
    const isDocument = options.document !== undefined && request.path === DOCUMENT_PATH;
    const methods = isDocument ? ["GET"] : [...(table.find(request.path)?.routes.keys() ?? [])];
    return methods.length > 0 ? preflight(request, methods, origins) : undefined;
  }

  async function answerTo(request: RestRequest): Promise<RestAnswer> {
    let context = options.strangerContext(request.headers, request.remoteAddress);
    try {
      if (options.document && request.path === DOCUMENT_PATH) {
        requireMethod(request, ["GET"]);
        await count(context);
        const { status, headers, body } = preparedAnswer(await options.document(), request.headers);
        return { status, headers: { ...common(context), ...headers }, body };
      }
      const { route, params } = match(table, request);
      const signed = route.meta.access.signature !== undefined;
      if (signed) requireSignature(request.headers);
      const limitBytes = bodyBytesMaxOf(route);
      const early = signed ? await signedBody(request, limitBytes, context) : undefined;
      const { headers, remoteAddress } = request;
      const requestId = context.requestId;
      const credentials = early ? { signedBody: early.body } : {};
      // A probe is for everybody and is not counted: nothing is spent on who it is.
      if (!route.rest.uncounted) {
        context = await known({ headers, remoteAddress, ...credentials }, context, early);
        context.requestId = requestId;
        await count(context, route.meta.cost);
      }
      if (context.caller.kind === "anonymous") checkAccess(route.meta.access, context.caller);
      const body = early?.body ?? (await readBody(request, limitBytes, context.caller));
      await countBody(context, body);
      checkMediaType(request, body);
      checkOrigin(request.method, headers, context.caller, options.home);
      checkAccess(route.meta.access, context.caller);
      const input = inputOf(route, params, request.search, body);
      context.idempotencyKey = keyOf(request, signed);
      context.whenGone = request.whenGone;
      context.route = { method: request.method, path: `/${request.path}` };
      const procedure = resolve(callerFor(context) as object, route.name);
      const answer = await procedure(input);
      return success(route, answer, context);
    } catch (error) {
      return failure(error, context);
    }
  }

  /**
   * Whoever shows credentials that are not valid is counted as a stranger: guessing is slowed. Of what is
   * signed the size counts too, which somebody had hashed.
   */
  async function known(
    credentials: Credentials,
    stranger: Context,
    early: Early | undefined,
  ): Promise<Context> {
    const { remoteAddress } = credentials;
    try {
      const context = await options.createContext(credentials);
      if (early) senders.heardFrom(remoteAddress);
      if (early?.isCounted) await giveBack("rest", stranger.caller, remoteAddress);
      return context;
    } catch (error) {
      if (asDomainError(error)?.status === 401) {
        const calls = callsOfBody(early?.body.length ?? 0, null) + (early?.isCounted ? 0 : 1);
        if (calls > 0) await count(stranger, calls);
      }
      throw error;
    }
  }

  /** Counted before it is read, as what a stranger sends, until the shop was heard of from there. */
  async function signedBody(
    request: RestRequest,
    limitBytes: number,
    stranger: Context,
  ): Promise<Early> {
    const sender = senders.at(request.remoteAddress);
    if (!sender) await count(stranger);
    const body = await readBody(request, limitBytes, sender ?? stranger.caller);
    return { body, isCounted: !sender };
  }
}

function count({ caller, remoteAddress, answerHeaders }: Context, cost = 1): Promise<void> {
  return countRequest("rest", caller, remoteAddress, answerHeaders, cost);
}

async function countBody(context: Context, body: Uint8Array): Promise<void> {
  const calls = callsOfBody(body.length, context.caller.ratePerMinute);
  if (calls > 0) await count(context, calls);
}

function requireMethod(request: RestRequest, methods: readonly string[]): void {
  if (methods.includes(request.method)) return;
  throw new DomainError("METHOD_NOT_ALLOWED", { allow: methods.join(", ") });
}

/** A message without a signature is a stranger's, whatever its size. */
function requireSignature(headers: Headers): void {
  if (!SIGNATURE_HEADERS.every((name) => headers.has(name))) {
    throw new DomainError("AUTHENTICATION_REQUIRED");
  }
}

function match(table: RouteTable, request: RestRequest) {
  const found = table.find(request.path);
  if (!found) throw new DomainError("NOT_FOUND");
  requireMethod(request, [...found.routes.keys()]);
  const route = found.routes.get(request.method) as Route;
  const names = parameterNames(route);
  const params = Object.fromEntries(
    names.map((name, index) => [name, decode(found.values[index] ?? "")]),
  );
  return { route, params };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape names nothing that could exist.
    throw new DomainError("NOT_FOUND");
  }
}

async function readBody(
  request: RestRequest,
  limitBytes: number,
  caller: Caller,
): Promise<Uint8Array> {
  if (request.method === "GET") return NO_BODY;
  const body = await request.readBody(limitBytes, caller);
  if (!body) throw new DomainError("BODY_TOO_LARGE", { limitBytes });
  return body;
}

function checkMediaType(request: RestRequest, body: Uint8Array): void {
  if (body.length === 0) return;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new DomainError("UNSUPPORTED_MEDIA_TYPE");
}

function keyOf(request: RestRequest, signed: boolean): string | null {
  if (request.method !== "POST") return null;
  const name = signed ? "webhook-id" : "idempotency-key";
  const key = request.headers.get(name);
  if (key === null) return null;
  if (!isKeyWellFormed(key)) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: name, message: "1–255 printable ASCII" },
    ]);
  }
  return key;
}

function resolve(caller: object, name: string): Procedure {
  let found: unknown = caller;
  for (const part of name.split(".")) found = (found as Record<string, unknown>)[part];
  return found as Procedure;
}

function common(context: Context): Record<string, string> {
  return {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": context.requestId,
    ...Object.fromEntries(context.answerHeaders),
    ...serverTiming(),
  };
}

function success(route: Route, answer: unknown, context: Context): RestAnswer {
  const declared = route.rest.status ?? 200;
  const status = typeof declared === "number" ? declared : declared(answer as never);
  return { status, headers: common(context), body: JSON.stringify(answer) };
}

function failure(error: unknown, context: Context): RestAnswer {
  const refusal = refusalOf(error, context.requestId);
  const problem = problemOf(refusal, context.locale, context.requestId);
  const headers = { ...common(context), ...problemHeaders(refusal), "Content-Type": PROBLEM_TYPE };
  return { status: refusal.status, headers, body: JSON.stringify(problem) };
}
