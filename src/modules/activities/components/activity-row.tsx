import { useTranslations } from "next-intl";
import { Badge } from "@/ui/badge";
import { ActivitySign } from "./activity-sign";
import type { ShownActivity } from "./shown-activity";
import { useActivityWords } from "./use-activity-words";

/** One activity in a short list: what it is, how long it goes on, how far one has come. */
export function ActivityRow({ activity }: { activity: ShownActivity }) {
  const t = useTranslations("activities");
  const words = useActivityWords();
  const facts = [
    words.progress(activity) ?? words.time(activity),
    ...(activity.joined ? [t("joined")] : []),
  ];
  return (
    <div className="flex items-center gap-4 py-3.5">
      <ActivitySign activity={activity} muted={activity.eligible === false} size="row" />
      <span className="min-w-0 grow">
        <span className="block font-medium">{activity.title}</span>
        <span className="block text-ink-soft text-sm">{facts.join(" · ")}</span>
      </span>
      <Badge tone="seal" className="tabular">
        {words.badge(activity.effect)}
      </Badge>
    </div>
  );
}
