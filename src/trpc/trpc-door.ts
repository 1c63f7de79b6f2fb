import { env } from "@/env";
import { appRouter } from "@/modules/router";
import { type Caller, checkOrigin } from "@/platform/auth";
import type { Context } from "@/platform/context";
import { asDomainError, DomainError } from "@/platform/errors";
import { isKeyWellFormed } from "@/platform/idempotency";
import { problemHeaders } from "@/platform/problem";
import { countRequest } from "@/platform/rate-limit";
import { BATCH_SIZE_MAX, IDEMPOTENCY_HEADER } from "./batch";
import { createContext, strangerContext } from "./context";

export const TRPC_BODY_BYTES_MAX = 1_000_000;

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
  headers: Headers;
  remoteAddress: string;
}

/**
 * What both hosts of the tRPC door do with one request: who calls, how often, from where. A request is
 * counted once, however many procedures its page asks for together.
 */
export function trpcDoor({ method, headers, remoteAddress }: TrpcRequest) {
  const stranger = strangerContext(headers, remoteAddress);
  const answerHeaders = new Map([["X-Request-Id", stranger.requestId]]);

  async function contextOf({ info }: { info: { calls: readonly unknown[] } }): Promise<Context> {
    const context = await known();
    context.requestId = stranger.requestId;
    await countRequest("trpc", context.caller, remoteAddress, answerHeaders);
    checkOrigin(method, headers, context.caller, env().APP_URL);
    context.idempotencyKey = keyOf(headers, context.caller, info.calls.length);
    return context;
  }

  async function known(): Promise<Context> {
    try {
      return await createContext({ headers, remoteAddress });
    } catch (error) {
      if (asDomainError(error)?.status === 401) {
        await countRequest("trpc", stranger.caller, remoteAddress, answerHeaders);
      }
      throw error;
    }
  }

  return {
    router: appRouter,
    maxBatchSize: BATCH_SIZE_MAX,
    createContext: contextOf,
    responseMeta: ({ errors }: { errors: readonly unknown[] }) => {
      const refusals = errors.map(asDomainError).filter((refusal) => refusal !== undefined);
      const told = refusals.map((refusal) => problemHeaders(refusal)["Retry-After"]).find(Boolean);
      const retryAfter = told === undefined ? {} : { "Retry-After": told };
      return { headers: { ...Object.fromEntries(answerHeaders), ...retryAfter } };
    },
  };
}
