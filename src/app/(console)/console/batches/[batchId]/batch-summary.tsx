"use client";

import { useTranslations } from "next-intl";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";
import { BatchBadge, BatchProgress, DryRunNote } from "../batch-status";
import { DownloadResult } from "./download-result";

/** What became of a batch, and what that means. */
export function BatchSummary({ batch }: { batch: Outputs["points"]["batch"] }) {
  const t = useTranslations("batches");
  const format = useFormats();
  const actorName = useActorNames([batch.createdBy]);
  const isDryRun = batch.status === "VALIDATED";
  const hasStarted = batch.status === "RUNNING" || batch.status === "DONE";
  const figures = [
    hasStarted
      ? { label: t("applied"), value: format.points(batch.applied) }
      : { label: t("accepted"), value: format.points(batch.accepted) },
    { label: t("rejected"), value: format.points(batch.rejected) },
    { label: t("total"), value: format.signedPoints(batch.totalPoints) },
  ];
  const facts = [
    t("createdAt", { time: format.dateTime(batch.createdAt), actor: actorName(batch.createdBy) }),
    ...(batch.finishedAt ? [t("finishedAt", { time: format.dateTime(batch.finishedAt) })] : []),
  ];
  return (
    <>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-2xl">
              {t(isDryRun ? "dryRun.numbered" : "numbered", { id: batch.batchId })}
            </h1>
            <BatchBadge status={batch.status} />
          </div>
          <p className="mt-1">{batch.reason}</p>
          <p className="tabular text-ink-faint text-sm">{facts.join(" · ")}</p>
        </div>
        <DownloadResult batchId={batch.batchId} isDryRun={isDryRun} />
      </div>
      <div role="status" className="mb-5">
        {isDryRun ? (
          <DryRunNote />
        ) : (
          <p
            className={
              batch.status === "WAITING_FOR_APPROVAL"
                ? "rounded-md bg-warn-soft px-4 py-3 text-sm text-warn"
                : "text-ink-soft"
            }
          >
            {t(`meaning.${batch.status}`)}
          </p>
        )}
      </div>
      {batch.repeatOf ? (
        <p className="mb-5 text-sm">
          <PageLink
            href={`/console/batches/${batch.repeatOf}`}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {t("repeat.of", { id: batch.repeatOf })}
          </PageLink>
        </p>
      ) : null}
      <dl className="grid grid-cols-3 gap-4 rounded-lg border border-line bg-surface px-4 py-3.5 sm:px-6 sm:py-4">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="tabular font-semibold font-serif text-xl sm:text-2xl">{value}</dd>
          </div>
        ))}
      </dl>
      {hasStarted ? (
        <div className="mt-4">
          <BatchProgress batch={batch} />
        </div>
      ) : null}
    </>
  );
}
