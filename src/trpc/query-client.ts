import { QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal stays one however often it is asked; only a broken connection is tried again.
        retry: (failures, error) => failures < 2 && !wasAnswered(error),
      },
    },
  });
}

function wasAnswered(error: unknown): boolean {
  return error instanceof TRPCClientError && Boolean(error.data);
}
