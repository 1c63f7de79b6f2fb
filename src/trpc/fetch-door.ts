import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { addressOf, readBodyOf } from "@/platform/rest/fetch";
import { TRPC_PREFIX } from "./doors";
import { TRPC_BODY_BYTES_MAX, trpcDoor } from "./trpc-door";

/** The tRPC door on a host with web standards, such as Next. */
export async function answerTrpc(request: Request): Promise<Response> {
  const { method, headers } = request;
  const body = method === "GET" ? undefined : await readBodyOf(request, TRPC_BODY_BYTES_MAX);
  if (method !== "GET" && body === undefined) return new Response(null, { status: 413 });
  return fetchRequestHandler({
    ...trpcDoor({ method, headers, remoteAddress: addressOf(headers) }),
    endpoint: TRPC_PREFIX,
    req: new Request(request.url, { method, headers, ...(body ? { body } : {}) }),
  });
}
