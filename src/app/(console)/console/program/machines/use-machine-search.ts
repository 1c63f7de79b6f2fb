import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { z } from "zod";
import type { startSearchInput } from "@/modules/machines/schema/machines";
import { useTRPC } from "@/trpc/client";
import { useAsked } from "../use-asked";

export type SearchedEdit = z.input<typeof startSearchInput>;

const askAgainMs = 1_000;

/** What was found last in programs like some versions, by the version. */
export function useSearchesOfVersions(versionIds: readonly string[]) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.machines.ofVersions.queryOptions(
      { versionIds: [...versionIds] },
      { enabled: versionIds.length > 0 },
    ),
  );
  return new Map(query.data?.items.map((item) => [item.versionId, item]));
}

/**
 * The program, or an edit of it, searched for money machines in the background, and looked up meanwhile.
 *
 * @param versionId the version that it is about where it is no edit: what was found of it before is shown
 */
export function useMachineSearch(edit: SearchedEdit, versionId?: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { asked: last, of, remember, forget } = useAsked("machines", edit);
  const known = useSearchesOfVersions(versionId ? [versionId] : []).get(versionId ?? "");
  const asked = last ?? (known ? { id: known.searchId, of } : null);
  const start = useMutation(
    trpc.machines.start.mutationOptions({
      onSuccess: ({ searchId }) => remember(searchId),
    }),
  );
  const drop = useMutation(trpc.machines.drop.mutationOptions());
  const query = useQuery(
    trpc.machines.search.queryOptions(
      { searchId: asked?.id ?? "1" },
      {
        enabled: asked !== null,
        refetchInterval: ({ state }) => (state.data?.status === "RUNNING" ? askAgainMs : false),
      },
    ),
  );
  const isDone = query.data?.status === "DONE";
  const ofVersions = trpc.machines.ofVersions.queryKey();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the same every time
  useEffect(() => {
    if (isDone) void queryClient.invalidateQueries({ queryKey: ofVersions });
  }, [isDone, queryClient]);
  return {
    start: () => start.mutate(edit),
    isStarting: start.isPending,
    startError: start.error,
    asked: asked !== null,
    query,
    isOld: asked !== null && (asked.of !== of || query.data?.isStale === true),
    drop: () => {
      if (asked) drop.mutate({ searchId: asked.id });
      forget();
    },
  };
}
