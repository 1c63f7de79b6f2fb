import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { AskingPart } from "@/trpc/asking-part";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { InboxView } from "./inbox-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("myInbox");
  return { title: t("title") };
}

export default async function InboxPage() {
  await requirePerson();
  const caller = await api();
  const client = queryClientOfRequest();
  await Promise.all([
    client.prefetchQuery(trpc.inbox.unreadCount.queryOptions({})),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.inbox.list.infiniteQueryKey({}), (cursor) => caller.inbox.list(cursor)),
    ),
  ]);
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <AskingPart>
        <InboxView />
      </AskingPart>
    </main>
  );
}
