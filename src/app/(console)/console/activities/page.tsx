import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { MissingCoupons } from "../missing-coupons";
import { activitiesInput, UNREAD_NOTICES } from "./activities-query";
import { ActivityList } from "./activity-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("activityDesk");
  return { title: t("title") };
}

interface ActivitiesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ActivitiesPage({ searchParams }: ActivitiesPageProps) {
  await requirePerson();
  const [query, caller] = await Promise.all([searchParams, api()]);
  const input = activitiesInput((name) => [query[name]].flat().at(0));
  const [notices] = await Promise.all([
    caller.activities.notices(UNREAD_NOTICES),
    queryClientOfRequest().prefetchInfiniteQuery(
      pagedOptions(trpc.activities.manage.infiniteQueryKey(input), () =>
        caller.activities.manage(input),
      ),
    ),
  ]);
  queryClientOfRequest().setQueryData(trpc.activities.notices.queryKey(UNREAD_NOTICES), notices);
  return (
    <DeskPage>
      <Hydrate>
        <ActivityList notice={<MissingCoupons />} />
      </Hydrate>
    </DeskPage>
  );
}
