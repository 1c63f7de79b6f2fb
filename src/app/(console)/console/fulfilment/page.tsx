import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { pagedOptions } from "@/trpc/paged-options";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { FulfilmentQueue } from "./fulfilment-queue";
import { queueInput } from "./queue-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mallDesk.fulfilment");
  return { title: t("title") };
}

interface FulfilmentPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FulfilmentPage({ searchParams }: FulfilmentPageProps) {
  await requirePerson();
  const [query, caller] = await Promise.all([searchParams, api()]);
  const input = queueInput((name) => [query[name]].flat().at(0));
  const client = queryClientOfRequest();
  await Promise.all([
    client.prefetchQuery(trpc.rewards.carriers.queryOptions({})),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.rewards.queue.infiniteQueryKey(input), () => caller.rewards.queue(input)),
    ),
  ]);
  return (
    <DeskPage className="max-w-[84rem]">
      <Hydrate>
        <FulfilmentQueue />
      </Hydrate>
    </DeskPage>
  );
}
