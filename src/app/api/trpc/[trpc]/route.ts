import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { env } from "@/env";
import { appRouter } from "@/modules/router";
import { checkOrigin } from "@/platform/auth";
import { createContext } from "@/trpc/context";
import { TRPC_PREFIX } from "@/trpc/doors";

/** The tRPC door where Next is the host; server.ts answers it itself. */
function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: TRPC_PREFIX,
    req: request,
    router: appRouter,
    createContext: async () => {
      const remoteAddress = request.headers.get("x-forwarded-for") ?? "unknown";
      const context = await createContext({ headers: request.headers, remoteAddress });
      checkOrigin(request.method, request.headers, context.caller, env().APP_URL);
      return context;
    },
  });
}

export { handler as GET, handler as POST };
