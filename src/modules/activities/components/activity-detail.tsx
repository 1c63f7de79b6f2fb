import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/panel";
import { ActivityProgress } from "./activity-card";
import { ActivityBanner, ActivitySign } from "./activity-sign";
import type { ShownActivity } from "./shown-activity";
import { useActivityWords } from "./use-activity-words";
import { useTermWords } from "./use-term-words";

interface ActivityDetailProps {
  activity: ShownActivity;
  action: ReactNode;
}

/** The whole of an activity: what it promises, to whom, and how the member stands. */
export function ActivityDetail({ activity, action }: ActivityDetailProps) {
  const t = useTranslations("activities");
  const words = useActivityWords();
  const why = words.reason(activity);
  const isOver = activity.status === "ENDED";
  return (
    <Panel>
      {activity.image === null ? null : <ActivityBanner image={activity.image} muted={isOver} />}
      <div className="flex items-center gap-4">
        {activity.image === null ? (
          <ActivitySign activity={activity} muted={isOver} size="card" />
        ) : null}
        <div>
          <p className="font-medium font-serif text-lg text-seal-ink">{words.promise(activity)}</p>
          <p className="tabular flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-sm">
            {words.time(activity)}
            {activity.joined ? <Badge tone="good">{t("joined")}</Badge> : null}
            {activity.status === "PAUSED" ? <Badge tone="warn">{t("paused")}</Badge> : null}
          </p>
        </div>
      </div>
      <p className="mt-5 whitespace-pre-line">{activity.description}</p>
      <ActivityProgress activity={activity} className="mt-6" />
      <DetailFacts activity={activity} />
      {why ? (
        <p className="mt-6 rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm">{why}</p>
      ) : null}
      <div className="mt-6 empty:hidden">{action}</div>
    </Panel>
  );
}

function DetailFacts({ activity }: { activity: ShownActivity }) {
  const t = useTranslations("activities");
  const format = useFormats();
  const words = useActivityWords();
  const terms = useTermWords();
  const { startsAt, endsAt, minTier, joinedAt, scope, hours, frequency } = activity;
  const places = words.places(activity);
  const facts = [
    {
      label: t("detail.window"),
      value: t("detail.windowText", {
        from: format.dateTime(startsAt),
        to: format.dateTime(endsAt),
      }),
    },
    ...(hours ? [{ label: t("detail.hours"), value: terms.hours(hours) }] : []),
    ...(scope ? [{ label: t("detail.goods"), value: terms.goods(scope) }] : []),
    ...(frequency ? [{ label: t("detail.often"), value: terms.often(frequency) }] : []),
    {
      label: t("detail.who"),
      value: minTier ? words.from(minTier) : t("detail.everyone"),
    },
    { label: t("detail.how"), value: words.how(activity) },
    ...(places ? [{ label: t("detail.places"), value: places }] : []),
    ...(joinedAt ? [{ label: t("detail.joinedAt"), value: format.dateTime(joinedAt) }] : []),
    ...(activity.pointsAwarded > 0
      ? [{ label: t("detail.pointsAwarded"), value: format.points(activity.pointsAwarded) }]
      : []),
    ...(activity.couponAwarded && activity.coupon !== null
      ? [{ label: t("detail.couponAwarded"), value: activity.coupon }]
      : []),
  ];
  return (
    <dl className="mt-6 divide-y divide-line border-line border-y">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex justify-between gap-6 py-2.5">
          <dt className="shrink-0 text-ink-soft">{label}</dt>
          <dd className="tabular text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
