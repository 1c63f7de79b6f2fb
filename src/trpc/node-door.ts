import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { env } from "@/env";
import { appRouter } from "@/modules/router";
import { checkOrigin } from "@/platform/auth";
import { headersOf, remoteAddressOf } from "@/platform/rest/node";
import { BATCH_SIZE_MAX } from "./batch";
import { createContext } from "./context";
import { TRPC_BODY_BYTES_MAX } from "./doors";

/** The tRPC door on Node's own server; `path` names the procedures. */
export function serveTrpc(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  return nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path,
    maxBodySize: TRPC_BODY_BYTES_MAX,
    maxBatchSize: BATCH_SIZE_MAX,
    responseMeta: ({ ctx }) => (ctx ? { headers: { "X-Request-Id": ctx.requestId } } : {}),
    createContext: async () => {
      const headers = headersOf(request);
      const context = await createContext({ headers, remoteAddress: remoteAddressOf(request) });
      checkOrigin(request.method ?? "GET", headers, context.caller, env().APP_URL);
      return context;
    },
  });
}
