import { useMutation, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { startPreviewInput } from "@/modules/tiers/schema";
import { useTRPC } from "@/trpc/client";
import { useAsked } from "../use-asked";

export type PreviewedEdit = z.input<typeof startPreviewInput>;

const askAgainMs = 1_500;

/** An edit looked at on all members: asked for, gone through in the background, and looked up meanwhile. */
export function usePreview(edit: PreviewedEdit) {
  const trpc = useTRPC();
  const { asked, of, remember, forget } = useAsked("preview", edit);
  const start = useMutation(
    trpc.program.startPreview.mutationOptions({
      onSuccess: ({ previewId }) => remember(previewId),
    }),
  );
  const drop = useMutation(trpc.program.dropPreview.mutationOptions());
  const query = useQuery(
    trpc.program.preview.queryOptions(
      { previewId: asked?.id ?? "1" },
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
      if (asked) drop.mutate({ previewId: asked.id });
      forget();
    },
  };
}
