import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache, type ReactNode } from "react";
import { requirePerson } from "@/app/shell/require-person";
import { ActivityDetail } from "@/modules/activities/components/activity-detail";
import { api } from "@/trpc/server";
import { PageHeading } from "../../page-heading";
import { ActivityAction } from "../activity-action";

interface ActivityPageProps {
  params: Promise<{ activityId: string }>;
}

const PAGES_MAX = 5;

/** Those that end last come first, so one that anybody still links to is on an early page. */
const activityOf = cache(async (activityId: string) => {
  await requirePerson();
  const caller = await api();
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const paging: { cursor?: string } = cursor === null ? {} : { cursor };
    const found = await caller.activities.list({ limit: 100, ...paging });
    const activity = found.items.find((item) => item.activityId === activityId);
    if (activity) return activity;
    if (found.nextCursor === null) return null;
    cursor = found.nextCursor;
  }
  return null;
});

export async function generateMetadata({ params }: ActivityPageProps): Promise<Metadata> {
  const activity = await activityOf((await params).activityId);
  return activity ? { title: activity.title } : {};
}

export default async function ActivityPage({ params }: ActivityPageProps): Promise<ReactNode> {
  const [t, activity] = await Promise.all([
    getTranslations("activities"),
    activityOf((await params).activityId),
  ]);
  if (!activity) notFound();
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={activity.title}
        back={{ href: "/membership/activities", label: t("back") }}
      />
      <ActivityDetail activity={activity} action={<ActivityAction activity={activity} />} />
    </main>
  );
}
