"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { SkeletonRows } from "@/ui/skeleton";
import { RunJobButton } from "./run-job-button";
import { useJobWords } from "./use-job-words";

type Job = Outputs["system"]["list"]["items"][number];

const refetchMs = 10_000;

export function JobsTable({ canRun }: { canRun: boolean }) {
  const t = useTranslations("system.jobs");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const words = useJobWords();
  const trpc = useTRPC();
  const query = useQuery(
    trpc.system.list.queryOptions({}, { refetchInterval: refetchMs, staleTime: 0 }),
  );
  if (query.isPending) return <SkeletonRows label={tState("loading")} />;
  if (!query.data) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  if (query.data.items.length === 0) return <EmptyState title={t("empty")} />;
  return (
    <DataTable<Job>
      caption={t("title")}
      rows={query.data.items}
      keyOf={({ name }) => name}
      columns={[
        {
          header: t("column.name"),
          primary: true,
          cell: ({ name }) => (
            <>
              {words.name(name)}
              <span className="block font-normal text-ink-faint text-sm">{words.task(name)}</span>
            </>
          ),
        },
        {
          header: t("column.every"),
          cell: ({ everySeconds }) => words.every(everySeconds),
        },
        { header: t("column.lastRun"), cell: (job) => <LastRun job={job} /> },
        {
          header: t("column.nextRun"),
          cell: ({ nextRunAt, running }) =>
            running ? (
              <Badge tone="seal">{t("running")}</Badge>
            ) : nextRunAt ? (
              format.dateTime(nextRunAt)
            ) : (
              "–"
            ),
        },
        ...(canRun
          ? [
              {
                header: t("column.run"),
                cell: ({ name }: Job) => (
                  <RunJobButton name={name} words={words.name(name)} label={t("runNow")} />
                ),
                figure: true,
              },
            ]
          : []),
      ]}
    />
  );
}

function LastRun({ job }: { job: Job }) {
  const t = useTranslations("system.jobs");
  const format = useFormats();
  const { lastRun } = job;
  if (!lastRun) return <span className="text-ink-faint">{t("never")}</span>;
  const isFailed = lastRun.status === "FAILED";
  return (
    <>
      <span className="block">
        {format.dateTime(lastRun.finishedAt ?? lastRun.startedAt)}{" "}
        {isFailed ? <Badge tone="seal">{t("failed")}</Badge> : null}
      </span>
      <span className="block text-ink-faint text-sm">
        {isFailed
          ? (lastRun.summary ?? t("failed"))
          : lastRun.finishedAt
            ? t("handled", { count: lastRun.handled })
            : t("unfinished")}
      </span>
    </>
  );
}
