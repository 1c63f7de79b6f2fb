import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";

type Summary = Outputs["points"]["batches"]["items"][number];

const tones = {
  VALIDATED: "warn",
  WAITING_FOR_APPROVAL: "warn",
  RUNNING: "seal",
  DONE: "good",
  REJECTED: "neutral",
} as const;

export function BatchBadge({ status }: { status: Summary["status"] }) {
  const t = useTranslations("batches.statuses");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}

/** Nothing has moved: a dry run must not be taken for the act. */
export function DryRunNote() {
  const t = useTranslations("batches");
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border-2 border-warn border-dashed bg-warn-soft px-4 py-3 text-sm text-warn">
      <FlaskConical aria-hidden="true" className="size-5 shrink-0" />
      <strong className="font-semibold text-base">{t("dryRun.title")}</strong>
      <span>{t("dryRun.text")}</span>
    </p>
  );
}

/** How many rows have been decided, as a bar and in figures. */
export function BatchProgress({ batch }: { batch: Summary }) {
  const t = useTranslations("batches");
  const format = useFormats();
  const { done, of } = batch.progress;
  const percent = of === 0 ? 100 : Math.floor((done / of) * 100);
  return (
    <span className="block w-full min-w-28">
      <span className="tabular block text-ink-soft text-sm">
        {t("progress", { done: format.points(done), of: format.points(of) })}
      </span>
      <span
        role="progressbar"
        aria-label={t("progressOf", { id: batch.batchId })}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="mt-1 block h-1.5 overflow-hidden rounded-full bg-bar"
      >
        <span
          className="block h-full rounded-full bg-ink transition-[width] duration-500"
          style={{ width: `${percent}%` }}
        />
      </span>
    </span>
  );
}

/** How soon to look again: often while rows are applied, seldom while somebody has to decide. */
export function refetchAfterMs(statuses: readonly Summary["status"][]): number | false {
  if (statuses.includes("RUNNING")) return 2_000;
  return statuses.includes("WAITING_FOR_APPROVAL") ? 15_000 : false;
}
