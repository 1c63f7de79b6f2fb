import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { appRouter } from "@/modules/router";
import { NO_PROCEDURE, timeRequest } from "@/platform/metrics";
import {
  finishReading,
  headersOf,
  readBody,
  remoteAddressOf,
  urlOf,
  whenGone,
} from "@/platform/rest/node";
import { traceRequest } from "@/platform/tracing/spans";
import { BATCH_SIZE_MAX } from "./batch";
import { namesIn, openTrpcDoor } from "./trpc-door";

/** A name as figures show it: of a procedure we have, or one and the same for all others. */
function counted(name: string): string {
  return Object.hasOwn(appRouter._def.procedures, name) ? name : NO_PROCEDURE;
}

/** The tRPC door on Node's own server; `path` names the procedures. */
export function serveTrpc(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const traceparent = [request.headers.traceparent].flat()[0];
  return traceRequest("trpc", traceparent, async (end) => {
    const procedures = await answer(request, response, path);
    end({ procedures, method: request.method ?? "GET", status: response.statusCode });
  });
}

/** @returns the procedures as figures show them */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<string[]> {
  const failed = new Map<string | undefined, number>();
  const count = timeRequest("trpc");
  const { body, options } = await openTrpcDoor({
    method: request.method ?? "GET",
    path,
    search: urlOf(request)?.searchParams ?? new URLSearchParams(),
    headers: headersOf(request),
    remoteAddress: remoteAddressOf(request),
    readBody: (limitBytes, caller) => readBody({ request, response }, limitBytes, caller),
    whenGone: whenGone(response),
  });
  await finishReading(request, response);
  await nodeHTTPRequestHandler({
    ...options,
    // Read already: tRPC takes what stands here.
    req: Object.assign(request, { body }),
    res: response,
    path,
    onError: ({ path: name, error }) => failed.set(name, getHTTPStatusCodeFromError(error)),
  });
  const names = namesIn(path).slice(0, BATCH_SIZE_MAX);
  for (const name of names) {
    count(counted(name), failed.get(name) ?? failed.get(undefined) ?? 200);
  }
  return names.map(counted);
}
