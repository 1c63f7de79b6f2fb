import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { MissingCoupons } from "../missing-coupons";
import { AutomationsDesk } from "./automations-desk";
import { automationsInput } from "./automations-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("automationDesk");
  return { title: t("title") };
}

interface AutomationsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AutomationsPage({ searchParams }: AutomationsPageProps) {
  await requirePerson();
  const [query, caller] = await Promise.all([searchParams, api()]);
  const input = automationsInput((name) => [query[name]].flat().at(0));
  const [ladder] = await Promise.all([
    caller.tiers.list({}),
    queryClientOfRequest().prefetchInfiniteQuery(
      pagedOptions(trpc.automations.list.infiniteQueryKey(input), () =>
        caller.automations.list(input),
      ),
    ),
  ]);
  return (
    <DeskPage>
      <Hydrate>
        <AutomationsDesk
          tiers={ladder.items.map(({ code, name }) => ({ code, name }))}
          notice={<MissingCoupons />}
        />
      </Hydrate>
    </DeskPage>
  );
}
