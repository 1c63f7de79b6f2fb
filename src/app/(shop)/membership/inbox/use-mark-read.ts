"use client";

import {
  type InfiniteData,
  type QueryKey,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";

type Page = Outputs["inbox"]["list"];

/** Reads one message, or all; the dot goes at once and comes back if the server refuses. */
export function useMarkRead() {
  const t = useTranslations("myInbox");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const listKey: QueryKey = trpc.inbox.list.infiniteQueryKey({});
  const countKey = trpc.inbox.unreadCount.queryKey({});

  return useMutation(
    trpc.inbox.markRead.mutationOptions({
      onMutate: async ({ messageId }) => {
        await queryClient.cancelQueries({ queryKey: trpc.inbox.pathKey() });
        const list = queryClient.getQueryData<InfiniteData<Page>>(listKey);
        const count = queryClient.getQueryData(countKey);
        queryClient.setQueryData<InfiniteData<Page>>(
          listKey,
          (now) => now && readIn(now, messageId),
        );
        queryClient.setQueryData(countKey, (now) =>
          now ? { unread: messageId === undefined ? 0 : Math.max(0, now.unread - 1) } : now,
        );
        return { list, count };
      },
      onSuccess: (_answer, { messageId }) => {
        if (messageId === undefined) showToast("good", t("marked"));
        // The bell in the header is the server's.
        router.refresh();
      },
      onError: (error, _input, kept) => {
        queryClient.setQueryData(listKey, kept?.list);
        queryClient.setQueryData(countKey, kept?.count);
        showToast("bad", failureOf(error).detail ?? t("failed"));
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.inbox.pathKey() }),
    }),
  );
}

function readIn(list: InfiniteData<Page>, messageId: string | undefined): InfiniteData<Page> {
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.map((item) =>
      messageId === undefined || item.messageId === messageId ? { ...item, read: true } : item,
    ),
  }));
  return { ...list, pages };
}
