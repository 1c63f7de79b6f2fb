import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { RewardsDesk } from "./rewards-desk";
import { rewardsInput } from "./rewards-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mallDesk");
  return { title: t("title") };
}

interface RewardsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RewardsPage({ searchParams }: RewardsPageProps) {
  await requirePerson();
  const [query, caller] = await Promise.all([searchParams, api()]);
  const input = rewardsInput((name) => [query[name]].flat().at(0));
  const client = queryClientOfRequest();
  const [ladder] = await Promise.all([
    caller.tiers.list({}),
    client.prefetchQuery(trpc.benefits.list.queryOptions({})),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.rewards.managed.infiniteQueryKey(input), () =>
        caller.rewards.managed(input),
      ),
    ),
  ]);
  return (
    <DeskPage>
      <Hydrate>
        <RewardsDesk tiers={ladder.items.map(({ code, name }) => ({ code, name }))} />
      </Hydrate>
    </DeskPage>
  );
}
