"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Layout, ListName } from "@/modules/lists/schema/lists";
import { type Outputs, useTRPC } from "@/trpc/client";

export type SavedView = Outputs["lists"]["views"]["items"][number];

const AS_IT_IS: Layout = { columns: [], density: "COMFORTABLE" };

/** The views of a list, the one that is looked through, and how the list is laid out before one. */
export function useListViews(list: ListName, viewId: string | undefined) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.lists.views.queryOptions({ list }));
  const view = query.data?.items.find((one) => one.viewId === viewId) ?? null;
  const keep = useMutation(
    trpc.lists.setLayout.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.lists.views.pathFilter()),
    }),
  );
  // What was changed since the view was opened; another view begins anew.
  const [changed, setChanged] = useState<{ of: string | undefined; layout: Layout } | null>(null);
  const own = changed && changed.of === viewId ? changed.layout : null;
  const layout = own ?? view?.layout ?? query.data?.layout ?? AS_IT_IS;

  return {
    views: query.data?.items ?? [],
    view,
    layout,
    /** Where no view is looked through, it is how one has the list from now on. */
    setLayout(next: Layout) {
      setChanged({ of: viewId, layout: next });
      if (!view) keep.mutate({ list, layout: next });
    },
  };
}
