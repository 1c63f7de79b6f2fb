"use client";

import { useTranslations } from "next-intl";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { DataTable } from "@/ui/data-table";
import { ImportBadge, ImportProgress } from "../import-status";
import type { ImportView } from "../imports-query";
import { DownloadReport } from "./download-report";
import { ImportActs } from "./import-acts";

const FATES = ["NEW", "ACCEPTED", "APPLIED", "UNCHANGED", "CHANGED", "REFUSED"] as const;

/** What became of it: each kind of fate with its sums, and what the ledger has of it. */
export function ImportSummary({ run }: { run: ImportView }) {
  const t = useTranslations("imports");
  const format = useFormats();
  const actorName = useActorNames([run.createdBy]);
  const isGoing = run.status === "CHECKING" || run.status === "RUNNING";
  const hasRun = run.status === "RUNNING" || run.status === "DONE";
  const lines = [
    ...FATES.map((fate) => ({ fate, ...(run.fates[fate] ?? NOTHING) })),
    { fate: "TOLD" as const, ...run.told },
    ...(hasRun ? [{ fate: "KEPT" as const, ...run.kept }] : []),
  ].filter(({ fate, rows }) => rows > 0 || fate === "TOLD");
  return (
    <>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-2xl">{t("numbered", { id: run.importId })}</h1>
            <ImportBadge status={run.status} />
          </div>
          <p className="mt-1">{run.reason}</p>
          <p className="tabular text-ink-faint text-sm">
            {[
              t("kindOf", { kind: t(`kinds.${run.kind}`), source: run.source }),
              ...(run.fileName ? [run.fileName] : []),
              t("createdAt", {
                time: format.dateTime(run.createdAt),
                actor: actorName(run.createdBy),
              }),
            ].join(" · ")}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <ImportActs run={run} />
          {isGoing ? null : <DownloadReport run={run} />}
        </div>
      </div>
      <p role="status" className="mb-5 text-ink-soft">
        {t(`meaning.${run.status}`)}
      </p>
      {isGoing ? <ImportProgress run={run} /> : null}
      <div className="mt-4 rounded-lg border border-line bg-surface p-4 sm:p-6">
        <DataTable
          caption={t("sums.title")}
          rows={lines}
          keyOf={({ fate }) => fate}
          columns={[
            {
              header: t("sums.what"),
              primary: true,
              cell: ({ fate }) =>
                fate === "TOLD" || fate === "KEPT" ? t(`sums.${fate}`) : t(`rowStatuses.${fate}`),
            },
            { header: t("sums.rows"), figure: true, cell: ({ rows }) => format.points(rows) },
            { header: t("sums.points"), figure: true, cell: ({ points }) => format.points(points) },
            {
              header: t("sums.spend"),
              figure: true,
              cell: ({ spendMinor }) => format.money(spendMinor),
            },
          ]}
        />
        {run.status === "DONE" ? (
          <p className={`mt-4 text-sm ${run.balanced ? "text-good" : "text-seal-ink"}`}>
            {t(run.balanced ? "balanced" : "unbalanced", {
              members: format.points(run.kept.members),
            })}
          </p>
        ) : null}
      </div>
    </>
  );
}

const NOTHING = { rows: 0, points: 0, spendMinor: 0 };
