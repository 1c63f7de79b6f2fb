import { useTranslations } from "next-intl";
import { ActivityRow } from "@/modules/activities/components/activity-row";
import { inOrder } from "@/modules/activities/components/in-order";
import type { ShownActivity } from "@/modules/activities/components/shown-activity";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { PanelLink } from "../panel-link";

interface ActivitiesPanelProps {
  /** Those that run now. */
  activities: readonly ShownActivity[];
  /** There are more than were read. */
  more: boolean;
  /** The one that is told above it already. */
  told: string | null;
}

const SHOWN = 2;

/** What runs now; what one takes part in comes first. */
export function ActivitiesPanel({ activities, more, told }: ActivitiesPanelProps) {
  const t = useTranslations("activities");
  const others = activities.filter(({ activityId }) => activityId !== told);
  // The only one is told twice rather than a panel left empty.
  const shown = inOrder(others.length > 0 ? others : activities).slice(0, SHOWN);
  return (
    <PanelSection
      id="activities"
      title={t("title")}
      aside={
        <PanelLink href="/membership/activities">
          {activities.length > 0
            ? t("count", { count: `${activities.length}${more ? "+" : ""}` })
            : t("all")}
        </PanelLink>
      }
    >
      {shown.length === 0 ? (
        <p className="text-ink-soft text-sm">{t("emptyShort")}</p>
      ) : (
        <ul className="-my-3.5 divide-y divide-line">
          {shown.map((activity) => (
            <li key={activity.activityId}>
              <PageLink
                href={`/membership/activities/${activity.activityId}`}
                className="-mx-2 block rounded-md px-2 transition-colors hover:bg-sunken/60"
              >
                <ActivityRow activity={activity} />
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  );
}
