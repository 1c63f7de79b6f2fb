import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { ActivityCard } from "@/modules/activities/components/activity-card";
import { inOrder } from "@/modules/activities/components/in-order";
import { api } from "@/trpc/server";
import { chipClass } from "@/ui/chip-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { PageHeading } from "../page-heading";
import { ActivityAction } from "./activity-action";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("activities");
  return { title: t("title") };
}

interface ActivitiesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const statuses = ["RUNNING", "SCHEDULED", "ENDED"] as const;
/** As many as are ever worth scrolling through; those that end last come first. */
const SHOWN_MAX = 60;

export default async function ActivitiesPage({ searchParams }: ActivitiesPageProps) {
  await requirePerson();
  const query = await searchParams;
  const status = statuses.find((known) => known === [query.status].flat().at(0)) ?? "RUNNING";
  const [caller, t] = await Promise.all([api(), getTranslations("activities")]);
  const { items } = await caller.activities.list({ status, limit: SHOWN_MAX });
  // What is over stays as it ended, the last first.
  const shown = status === "ENDED" ? items : inOrder(items);
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading title={t("title")} lead={t("lead")} />
      <nav aria-label={t("filter.label")} className="mb-6">
        <ul className="flex flex-wrap gap-x-2 gap-y-3">
          {statuses.map((option) => (
            <li key={option}>
              <PageLink
                href={option === "RUNNING" ? "?" : `?status=${option}`}
                aria-current={option === status ? "page" : undefined}
                className={chipClass(option === status)}
              >
                {t(`filter.${option}`)}
              </PageLink>
            </li>
          ))}
        </ul>
      </nav>
      {items.length === 0 ? (
        <EmptyState title={t(`empty.${status}`)} hint={t("emptyHint")} />
      ) : (
        <ul className="grid gap-4 md:grid-cols-2 lg:gap-6">
          {shown.map((activity) => (
            <li key={activity.activityId}>
              <ActivityCard
                activity={activity}
                title={
                  <PageLink
                    href={`/membership/activities/${activity.activityId}`}
                    className="touch inline-block rounded-sm hover:text-seal-ink"
                  >
                    {activity.title}
                  </PageLink>
                }
                action={<ActivityAction activity={activity} />}
              />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
