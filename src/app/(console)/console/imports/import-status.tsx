import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { ProgressBar } from "@/ui/progress-bar";
import type { ImportStatus, ImportView } from "./imports-query";

const tones = {
  OPEN: "neutral",
  CHECKING: "seal",
  CHECKED: "warn",
  WAITING_FOR_APPROVAL: "warn",
  RUNNING: "seal",
  DONE: "good",
  REJECTED: "neutral",
  DROPPED: "neutral",
} as const;

export function ImportBadge({ status }: { status: ImportStatus }) {
  const t = useTranslations("imports.statuses");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}

/** How many rows are decided, while they are. */
export function ImportProgress({ run }: { run: Pick<ImportView, "importId" | "done" | "rows"> }) {
  const t = useTranslations("imports");
  const format = useFormats();
  const said = t("progress", { done: format.points(run.done), of: format.points(run.rows) });
  return (
    <span className="block w-full min-w-28">
      <span className="tabular block text-ink-soft text-sm">{said}</span>
      <ProgressBar
        value={run.done}
        max={run.rows}
        label={t("progressOf", { id: run.importId })}
        valueText={said}
        className="mt-1"
      />
    </span>
  );
}
