import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { definitionsInput, issuesInput } from "./coupon-definition";
import { CouponsDesk } from "./coupons-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("couponDesk");
  return { title: t("title") };
}

export default async function CouponsPage() {
  await requirePerson();
  const caller = await api();
  const client = queryClientOfRequest();
  const [ladder] = await Promise.all([
    caller.tiers.list({}),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.coupons.definitions.infiniteQueryKey(definitionsInput), () =>
        caller.coupons.definitions(definitionsInput),
      ),
    ),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.coupons.issues.infiniteQueryKey(issuesInput), () =>
        caller.coupons.issues(issuesInput),
      ),
    ),
  ]);
  return (
    <DeskPage>
      <Hydrate>
        <CouponsDesk tiers={ladder.items.map(({ code, name }) => ({ code, name }))} />
      </Hydrate>
    </DeskPage>
  );
}
