import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { classNames } from "@/ui/class-names";
import { ProgressBar } from "@/ui/progress-bar";
import { ActivitySign } from "./activity-sign";
import type { ShownActivity } from "./shown-activity";
import { useActivityWords } from "./use-activity-words";
import { useTermWords } from "./use-term-words";

interface ActivityCardProps {
  activity: ShownActivity;
  /** The title, as a link where there is a page of its own. */
  title: ReactNode;
  /** What can be done now. */
  action?: ReactNode;
}

/** An activity with everything a shopper wants to know before joining. */
export function ActivityCard({ activity, title, action }: ActivityCardProps) {
  const t = useTranslations("activities");
  const words = useActivityWords();
  const terms = useTermWords().line(activity);
  const isOver = activity.status === "ENDED";
  const why = words.reason(activity);
  return (
    <article
      className={classNames(
        "flex h-full flex-col rounded-lg border border-line p-5 sm:p-6",
        isOver ? "bg-transparent" : "bg-surface",
      )}
    >
      <div className="flex items-start gap-4">
        <ActivitySign activity={activity} muted={isOver} size="card" />
        <div className="min-w-0 grow">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-lg">{title}</h2>
            {activity.joined ? <Badge tone="good">{t("joined")}</Badge> : null}
            {activity.status === "PAUSED" ? <Badge tone="warn">{t("paused")}</Badge> : null}
          </div>
          <p className="font-medium text-seal-ink">{words.promise(activity)}</p>
          {terms ? <p className="tabular text-ink-soft text-sm">{terms}</p> : null}
        </div>
      </div>
      <p className="mt-3 text-ink-soft">{activity.description}</p>
      <ActivityProgress activity={activity} className="mt-4" />
      <div className="mt-auto flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pt-5">
        <ActivityFacts activity={activity} />
        {action}
      </div>
      {why ? <p className="mt-3 text-ink-soft text-sm">{why}</p> : null}
    </article>
  );
}

interface ActivityProgressProps {
  activity: ShownActivity;
  className?: string;
}

/** How far a challenge has come; nothing for what has no goal. */
export function ActivityProgress({ activity, className }: ActivityProgressProps) {
  const t = useTranslations("activities");
  const words = useActivityWords();
  const progressText = words.progress(activity);
  const { progress } = activity;
  if (!progressText || !progress || !activity.joined) return null;
  return (
    <div className={className}>
      <p className="mb-1.5 flex justify-between gap-4 text-sm">
        <span>{progress.reached ? t("progress.reached") : progressText}</span>
        <span className="tabular text-ink-soft">{progress.progressPct}%</span>
      </p>
      <ProgressBar
        value={progress.progressPct}
        max={100}
        label={t("progress.label", { title: activity.title })}
        valueText={progressText}
      />
    </div>
  );
}

/** Time and places left, and who may join, in one quiet line. */
export function ActivityFacts({ activity }: { activity: ShownActivity }) {
  const t = useTranslations("activities");
  const format = useFormats();
  const words = useActivityWords();
  const { minTier, remainingCapacity, joining, joined, pointsAwarded } = activity;
  const open = activity.status === "RUNNING" || activity.status === "SCHEDULED";
  const facts = [
    words.time(activity),
    ...(open && remainingCapacity !== null && remainingCapacity > 0 && !joined
      ? [t("places", { count: format.points(remainingCapacity) })]
      : []),
    ...(minTier && !joined ? [words.from(minTier)] : []),
    ...(joining === "AUTOMATIC" && open ? [words.how(activity)] : []),
    ...(pointsAwarded > 0 ? [t("awarded", { points: format.points(pointsAwarded) })] : []),
    ...(activity.couponAwarded ? [t("couponAwarded")] : []),
  ];
  return <p className="tabular text-ink-faint text-sm">{facts.join(" · ")}</p>;
}
