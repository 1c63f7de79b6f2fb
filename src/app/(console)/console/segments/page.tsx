import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { SegmentsDesk } from "./segments-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("segments");
  return { title: t("title") };
}

export default async function SegmentsPage() {
  await requirePerson();
  const caller = await api();
  const [ladder, attributes, activities] = await Promise.all([
    caller.tiers.list({}),
    caller.members.attributes({}),
    caller.activities.list({ limit: 100 }),
    queryClientOfRequest().prefetchQuery(trpc.segments.list.queryOptions({})),
  ]);
  const choices = {
    tiers: ladder.items.map(({ code, name }) => ({ code, name })),
    activities: activities.items.map(({ activityId, title }) => ({ activityId, title })),
    attributes: attributes.items.filter(({ archived }) => !archived),
  };
  return (
    <DeskPage>
      <Hydrate>
        <SegmentsDesk choices={choices} />
      </Hydrate>
    </DeskPage>
  );
}
