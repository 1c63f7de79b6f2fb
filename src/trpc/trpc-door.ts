import { env } from "@/env";
import { appRouter } from "@/modules/router";
import { type Caller, checkOrigin } from "@/platform/auth";
import { BODY_BYTES_MAX, callsOfBody, excessOf } from "@/platform/bounds";
import type { Context, WhenGone } from "@/platform/context";
import { asDomainError, DomainError } from "@/platform/errors";
import { isKeyWellFormed } from "@/platform/idempotency";
import { problemHeaders } from "@/platform/problem";
import { countRequest } from "@/platform/rate-limit";
import { serverTiming } from "@/platform/tracing/spans";
import type { Meta } from "@/platform/trpc";
import { BATCH_SIZE_MAX, IDEMPOTENCY_HEADER } from "./batch";
import { createContext, strangerContext } from "./context";

/**
 * The key of a mutation, as in REST. It names one act, so it goes with one call alone; strangers share
 * no keys.
 *
 * @throws DomainError VALIDATION_FAILED
 */
function keyOf(headers: Headers, caller: Caller, calls: number): string | null {
  const key = headers.get(IDEMPOTENCY_HEADER);
  if (key === null || caller.kind === "anonymous") return null;
  if (isKeyWellFormed(key) && calls === 1) return key;
  const message = calls === 1 ? "1–255 ASCII" : "1";
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: IDEMPOTENCY_HEADER, message }]);
}

interface TrpcRequest {
  method: string;
  /** The procedures' names, separated by commas. */
  path: string;
  search: URLSearchParams;
  headers: Headers;
  remoteAddress: string;
  /** Reads at most this many bytes; undefined when there are more. They are held by whoever calls. */
  readBody(limitBytes: number, caller: Caller): Promise<Uint8Array | undefined>;
  whenGone?: WhenGone;
}

const NO_BODY = new Uint8Array(0);
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * What both hosts of the tRPC door do with one request before tRPC sees it: who calls, how often, from
 * where, and whether what they say is within bounds. Each of the calls that a page makes together
 * counts. What is refused here is told by tRPC like any other refusal.
 */
export async function openTrpcDoor(request: TrpcRequest) {
  const { method, headers, remoteAddress } = request;
  const stranger = strangerContext(headers, remoteAddress);
  const answerHeaders = new Map([
    ["X-Request-Id", stranger.requestId],
    ["X-Content-Type-Options", "nosniff"],
  ]);
  const count = ({ caller }: Context, calls = costOf(request)) =>
    countRequest("trpc", caller, remoteAddress, answerHeaders, calls);

  async function admitted(): Promise<{ context: Context; body: string }> {
    const context = await known();
    context.requestId = stranger.requestId;
    await count(context);
    checkOrigin(method, headers, context.caller, env().APP_URL);
    context.whenGone = request.whenGone;
    context.idempotencyKey = keyOf(headers, context.caller, callsIn(request));
    const body = await inputOf(request, context.caller);
    const calls = callsOfBody(body.length, context.caller.ratePerMinute);
    if (calls > 0) await count(context, calls);
    return { context, body: new TextDecoder().decode(body) };
  }

  async function known(): Promise<Context> {
    try {
      return await createContext({ headers, remoteAddress });
    } catch (error) {
      if (asDomainError(error)?.status === 401) await count(stranger);
      throw error;
    }
  }

  const entry = await admitted().catch((error: unknown) => ({ error }));
  return {
    /** Read to its end, or empty where the request is refused. */
    body: "error" in entry ? "" : entry.body,
    options: {
      router: appRouter,
      maxBatchSize: BATCH_SIZE_MAX,
      // What is asked about may be too long for an address.
      allowMethodOverride: true,
      createContext: async (): Promise<Context> => {
        if ("error" in entry) throw entry.error;
        return entry.context;
      },
      responseMeta: ({ errors }: { errors: readonly unknown[] }) => {
        const refusals = errors.map(asDomainError).filter((refusal) => refusal !== undefined);
        const seconds = refusals
          .map((refusal) => problemHeaders(refusal)["Retry-After"])
          .find(Boolean);
        const retryAfter = seconds === undefined ? {} : { "Retry-After": seconds };
        const own = "error" in entry ? {} : Object.fromEntries(entry.context.answerHeaders);
        const told = { ...Object.fromEntries(answerHeaders), ...serverTiming() };
        return { headers: { ...own, ...told, ...retryAfter } };
      },
    },
  };
}

/** More than a request may carry are refused together, as one. */
function callsIn({ path, search }: TrpcRequest): number {
  const calls = search.get("batch") === "1" ? namesIn(path).length : 1;
  return calls > BATCH_SIZE_MAX ? 1 : calls;
}

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta: Meta } }>;

/** As how many calls those that came together count. */
function costOf(request: TrpcRequest): number {
  return namesIn(request.path)
    .slice(0, callsIn(request))
    .map((name) => (Object.hasOwn(procedures, name) ? procedures[name]?._def.meta.cost : 1) ?? 1)
    .reduce((sum, cost) => sum + cost, 0);
}

/** The procedures that a path names, as tRPC reads it: a comma may be escaped. */
export function namesIn(path: string): string[] {
  try {
    return decodeURIComponent(path).split(",");
  } catch {
    return [path];
  }
}

/**
 * The body, once it and the query are known to be within bounds.
 *
 * @throws DomainError BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED
 */
async function inputOf(
  { method, search, headers, readBody }: TrpcRequest,
  caller: Caller,
): Promise<Uint8Array> {
  if (method === "GET" || method === "HEAD") {
    requireBounded(Buffer.from(search.get("input") ?? ""));
    return NO_BODY;
  }
  const body = await readBody(BODY_BYTES_MAX, caller);
  if (!body) throw new DomainError("BODY_TOO_LARGE", { limitBytes: BODY_BYTES_MAX });
  // tRPC would take forms and files too; no procedure of ours does.
  if (!JSON_TYPE.test(headers.get("content-type") ?? "")) {
    throw new DomainError("UNSUPPORTED_MEDIA_TYPE");
  }
  requireBounded(body);
  return body;
}

function requireBounded(json: Uint8Array): void {
  const excess = excessOf(json, BODY_BYTES_MAX);
  if (excess === undefined) return;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "", message: excess }]);
}
