import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { WhenGone } from "@/platform/context";
import { addressOf, goingOf, readBodyOf } from "@/platform/rest/fetch";
import { TRPC_PREFIX } from "./doors";
import { openTrpcDoor } from "./trpc-door";

/** The tRPC door on a host with web standards, such as Next. */
export function answerTrpc(request: Request): Promise<Response> {
  const { whenGone, telling } = goingOf(request);
  return telling(trpcAnswer(request, whenGone));
}

async function trpcAnswer(request: Request, whenGone: WhenGone): Promise<Response> {
  const { method, headers } = request;
  const url = new URL(request.url);
  const { body, options } = await openTrpcDoor({
    method,
    path: url.pathname.slice(TRPC_PREFIX.length + 1),
    search: url.searchParams,
    headers,
    remoteAddress: addressOf(headers),
    readBody: (limitBytes) => readBodyOf(request, limitBytes),
    whenGone,
  });
  const isRead = method === "GET" || method === "HEAD";
  return fetchRequestHandler({
    ...options,
    endpoint: TRPC_PREFIX,
    req: new Request(request.url, { method, headers, ...(isRead ? {} : { body }) }),
  });
}
