import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { appRouter } from "@/modules/router";
import { NO_PROCEDURE, timeRequest } from "@/platform/metrics";
import { headersOf, remoteAddressOf } from "@/platform/rest/node";
import { BATCH_SIZE_MAX } from "./batch";
import { TRPC_BODY_BYTES_MAX, trpcDoor } from "./trpc-door";

/** A name as figures show it: of a procedure we have, or one and the same for all others. */
function counted(name: string): string {
  return Object.hasOwn(appRouter._def.procedures, name) ? name : NO_PROCEDURE;
}

/** The tRPC door on Node's own server; `path` names the procedures. */
export async function serveTrpc(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const method = request.method ?? "GET";
  const headers = headersOf(request);
  const failed = new Map<string | undefined, number>();
  const count = timeRequest("trpc");
  await nodeHTTPRequestHandler({
    ...trpcDoor({ method, headers, remoteAddress: remoteAddressOf(request) }),
    req: request,
    res: response,
    path,
    maxBodySize: TRPC_BODY_BYTES_MAX,
    onError: ({ path: name, error }) => failed.set(name, getHTTPStatusCodeFromError(error)),
  });
  for (const name of path.split(",").slice(0, BATCH_SIZE_MAX)) {
    count(counted(name), failed.get(name) ?? failed.get(undefined) ?? 200);
  }
}
