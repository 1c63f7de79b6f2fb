import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { addressOf, readBodyOf, whenAborted } from "@/platform/rest/fetch";
import { TRPC_PREFIX } from "./doors";
import { openTrpcDoor } from "./trpc-door";

/** The tRPC door on a host with web standards, such as Next. */
export async function answerTrpc(request: Request): Promise<Response> {
  const { method, headers } = request;
  const url = new URL(request.url);
  const { body, options } = await openTrpcDoor({
    method,
    path: url.pathname.slice(TRPC_PREFIX.length + 1),
    search: url.searchParams,
    headers,
    remoteAddress: addressOf(headers),
    readBody: (limitBytes) => readBodyOf(request, limitBytes),
    whenGone: whenAborted(request),
  });
  const isRead = method === "GET" || method === "HEAD";
  return fetchRequestHandler({
    ...options,
    endpoint: TRPC_PREFIX,
    req: new Request(request.url, { method, headers, ...(isRead ? {} : { body }) }),
  });
}
