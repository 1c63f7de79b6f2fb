import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { ActivityView } from "./activity-view";

interface ActivityPageProps {
  params: Promise<{ activityId: string }>;
}

const activityShown = cache(async (activityId: string) => {
  await requirePerson();
  // What can't be an id is no activity, and needs no question.
  if (!/^[1-9]\d{0,15}$/.test(activityId)) notFound();
  try {
    return await (await api()).activities.get({ activityId });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: ActivityPageProps): Promise<Metadata> {
  const [activity, t] = await Promise.all([
    activityShown((await params).activityId),
    getTranslations("activityDesk"),
  ]);
  return { title: `${activity.title} · ${t("title")}` };
}

export default async function ActivityPage({ params }: ActivityPageProps) {
  await requirePerson();
  const { activityId } = await params;
  const [activity, caller, t] = await Promise.all([
    activityShown(activityId),
    api(),
    getTranslations("activityDesk"),
  ]);
  const ladder = await caller.tiers.list({});
  queryClientOfRequest().setQueryData(trpc.activities.get.queryKey({ activityId }), activity);
  return (
    <DeskPage back={{ href: "/console/activities", label: t("back") }}>
      <Hydrate>
        <ActivityView
          activityId={activityId}
          tiers={ladder.items.map(({ code, name }) => ({ code, name }))}
        />
      </Hydrate>
    </DeskPage>
  );
}
