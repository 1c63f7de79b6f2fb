import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { pagedOptions } from "@/trpc/paged-options";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { RewardsDesk } from "./rewards-desk";
import { rewardsInput } from "./rewards-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mallDesk");
  return { title: t("title") };
}

export default async function RewardsPage() {
  await requirePerson();
  const caller = await api();
  const client = queryClientOfRequest();
  const [ladder] = await Promise.all([
    caller.tiers.list({}),
    client.prefetchQuery(trpc.benefits.list.queryOptions({})),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.rewards.managed.infiniteQueryKey(rewardsInput), () =>
        caller.rewards.managed(rewardsInput),
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
