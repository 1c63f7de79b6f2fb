import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { appRouter } from "@/modules/router";
import { countRequest } from "@/platform/rate-limit";
import { createContext, strangerContext } from "./context";
import { makeQueryClient } from "./query-client";

export const contextOfRequest = cache(async () => {
  const requestHeaders = await headers();
  // Set by the server itself; see server.ts.
  const remoteAddress = requestHeaders.get("x-forwarded-for") ?? "unknown";
  const context = await createContext({ headers: requestHeaders, remoteAddress }).catch(
    (error: unknown) => {
      // A session that has ended: for a page that is a stranger, who is then asked to sign in.
      if (!(error instanceof TRPCError && error.code === "UNAUTHORIZED")) throw error;
      return strangerContext(requestHeaders, remoteAddress);
    },
  );
  const { caller } = context;
  context.countMore = (calls) => countRequest("page", caller, remoteAddress, new Map(), calls);
  return context;
});

export const queryClientOfRequest = cache(() => makeQueryClient());

/** For what client components go on with: fetched here, handed over in the page. */
export const trpc = createTRPCOptionsProxy({
  ctx: contextOfRequest,
  router: appRouter,
  queryClient: queryClientOfRequest,
});

/** For what only the server shows: the same procedures, with the same permission checks. */
export const api = cache(async () => appRouter.createCaller(await contextOfRequest()));

export function Hydrate({ children }: { children: ReactNode }) {
  return (
    <HydrationBoundary state={dehydrate(queryClientOfRequest())}>{children}</HydrationBoundary>
  );
}
