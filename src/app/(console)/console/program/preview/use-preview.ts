import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import type { startPreviewInput } from "@/modules/tiers/schema";
import { useTRPC } from "@/trpc/client";

export type PreviewedEdit = z.input<typeof startPreviewInput>;

const askAgainMs = 1_500;

/** The preview that was asked for, and of which edit: another one is another preview. */
interface Asked {
  previewId: string;
  of: string;
}
const askedKey = ["previewAsked"];

/** An edit looked at on all members: asked for, gone through in the background, and looked up meanwhile. */
export function usePreview(edit: PreviewedEdit) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const of = JSON.stringify(edit);
  // Whoever closes the dialog and opens it again over the same edit finds what they asked for.
  const [asked, setAsked] = useState<Asked | null>(() => {
    const last = queryClient.getQueryData<Asked>(askedKey);
    return last?.of === of ? last : null;
  });
  const remember = (next: Asked | null) => {
    if (next) queryClient.setQueryData(askedKey, next);
    else queryClient.removeQueries({ queryKey: askedKey });
    setAsked(next);
  };
  const start = useMutation(
    trpc.program.startPreview.mutationOptions({
      onSuccess: ({ previewId }) => remember({ previewId, of }),
    }),
  );
  const drop = useMutation(trpc.program.dropPreview.mutationOptions());
  const query = useQuery(
    trpc.program.preview.queryOptions(
      { previewId: asked?.previewId ?? "1" },
      {
        enabled: asked !== null,
        refetchInterval: ({ state }) => (state.data?.status === "RUNNING" ? askAgainMs : false),
      },
    ),
  );
  return {
    start: () => start.mutate(edit),
    isStarting: start.isPending,
    startError: start.error,
    asked: asked !== null,
    query,
    isOld: asked !== null && (asked.of !== of || query.data?.isStale === true),
    drop: () => {
      if (asked) drop.mutate({ previewId: asked.previewId });
      remember(null);
    },
  };
}
