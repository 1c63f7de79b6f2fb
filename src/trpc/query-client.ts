import { MutationCache, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";

/** @param onActFailed hears of every act that failed, whoever asked for it */
export function makeQueryClient(onActFailed?: (error: unknown) => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({ onError: (error) => onActFailed?.(error) }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => isInBrowser() && failures < 2 && !wasAnswered(error),
      },
    },
  });
}

/** Where a page is made the procedures are called, not asked for: waiting would keep its reader, and mend nothing. */
function isInBrowser(): boolean {
  return typeof window !== "undefined";
}

/** A refusal stays one however often it is asked; only a broken connection is tried again. */
function wasAnswered(error: unknown): boolean {
  return error instanceof TRPCClientError && Boolean(error.data);
}
