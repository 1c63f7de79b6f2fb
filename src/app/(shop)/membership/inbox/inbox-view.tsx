"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { MessageRow } from "./message-row";
import { useMarkRead } from "./use-mark-read";

/** What happened, the newest first; opening a message reads it. */
export function InboxView() {
  const t = useTranslations("myInbox");
  const tNav = useTranslations("common.nav");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const unread = useQuery(trpc.inbox.unreadCount.queryOptions({})).data?.unread ?? 0;
  const markRead = useMarkRead();
  const query = useInfiniteQuery(
    pagedOptions(trpc.inbox.list.infiniteQueryKey({}), (cursor) => client.inbox.list.query(cursor)),
  );
  const isMarkingAll = markRead.isPending && markRead.variables?.messageId === undefined;
  return (
    <>
      <PageHeading
        title={t("title")}
        back={{ href: "/membership/me", label: tNav("mine") }}
        lead={unread > 0 ? t("unreadCount", { count: unread }) : t("allRead")}
        aside={
          unread > 0 || isMarkingAll ? (
            <Button size="sm" pending={isMarkingAll} onClick={() => markRead.mutate({})}>
              {isMarkingAll ? t("marking") : t("markAll")}
            </Button>
          ) : null
        }
      />
      <Panel className="py-2 sm:py-2">
        <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
          {(messages) => (
            <ul>
              {messages.map((message) => (
                <MessageRow
                  key={message.messageId}
                  message={message}
                  onRead={() => markRead.mutate({ messageId: message.messageId })}
                />
              ))}
            </ul>
          )}
        </PagedList>
      </Panel>
    </>
  );
}
