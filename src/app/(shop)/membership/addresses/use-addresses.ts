"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/trpc/client";

/** The addresses that the member keeps, the proposed one first. */
export function useAddresses(isWanted = true) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.rewards.addresses.queryOptions({}), enabled: isWanted });
  return {
    items: query.data?.items ?? [],
    isPending: query.isLoading,
    isError: query.isError,
    retry: () => void query.refetch(),
  };
}

export type Addresses = ReturnType<typeof useAddresses>;
