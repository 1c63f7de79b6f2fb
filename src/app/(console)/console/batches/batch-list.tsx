"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { buttonClass } from "@/ui/button-class";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { ExportButton } from "../list/export-button";
import { BatchBadge, BatchProgress, refetchAfterMs } from "./batch-status";
import { batchesInput } from "./batches-query";

export function BatchList() {
  const t = useTranslations("batches");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    ...pagedOptions(trpc.points.batches.infiniteQueryKey(batchesInput), (cursor) =>
      client.points.batches.query({ ...batchesInput, ...cursor }),
    ),
    refetchInterval: ({ state }) =>
      refetchAfterMs(
        state.data?.pages.flatMap(({ items }) => items.map(({ status }) => status)) ?? [],
      ),
  });
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ createdBy }) => createdBy)) ?? [],
  );
  return (
    <PagedList
      query={query}
      empty={
        <EmptyState
          title={t("empty")}
          hint={t("emptyHint")}
          action={
            <PageLink href="/console/batches/new" className={buttonClass("primary", "sm")}>
              {t("upload")}
            </PageLink>
          }
        />
      }
    >
      {(batches) => (
        <>
          <div className="mb-4 text-right">
            <ExportButton list="batches" question={{}} />
          </div>
          <DataTable
            caption={t("title")}
            rows={batches}
            keyOf={(batch) => batch.batchId}
            columns={[
              {
                header: t("column.batch"),
                primary: true,
                cell: (batch) => (
                  <PageLink
                    href={`/console/batches/${batch.batchId}`}
                    className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                  >
                    {t("named", { id: batch.batchId, reason: batch.reason })}
                  </PageLink>
                ),
              },
              {
                header: t("column.status"),
                cell: (batch) => <BatchBadge status={batch.status} />,
              },
              {
                header: t("column.rows"),
                cell: (batch) =>
                  t("rowCounts", {
                    accepted: format.points(batch.accepted),
                    rejected: format.points(batch.rejected),
                  }),
              },
              {
                header: t("column.total"),
                cell: (batch) => format.signedPoints(batch.totalPoints),
                figure: true,
              },
              {
                header: t("column.progress"),
                cell: (batch) =>
                  batch.status === "RUNNING" || batch.status === "DONE" ? (
                    <BatchProgress batch={batch} />
                  ) : (
                    "–"
                  ),
              },
              {
                header: t("column.created"),
                cell: (batch) => (
                  <>
                    {format.dateTime(batch.createdAt)}
                    <span className="text-ink-faint text-sm"> · {actorName(batch.createdBy)}</span>
                  </>
                ),
              },
            ]}
          />
        </>
      )}
    </PagedList>
  );
}
