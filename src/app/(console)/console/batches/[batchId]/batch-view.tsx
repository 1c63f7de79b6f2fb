"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useAddress } from "@/app/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { refetchAfterMs } from "../batch-status";
import { batchInput, pageFrom, rowsPerPage } from "../batches-query";
import { BatchRowsTable } from "./batch-rows-table";
import { BatchSummary } from "./batch-summary";

/** A batch as it goes on: asked for again every two seconds while its rows are applied. */
export function BatchView({ batchId }: { batchId: string }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const { read, go } = useAddress();
  const page = pageFrom(read("page"));
  const query = useQuery(
    trpc.points.batch.queryOptions(batchInput(batchId, page), {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => refetchAfterMs(state.data ? [state.data.status] : []),
    }),
  );
  const batch = query.data;
  const pages = batch ? Math.max(1, Math.ceil(batch.progress.of / rowsPerPage)) : 1;

  function turnTo(next: number): void {
    go({ page: next > 1 ? String(next) : undefined });
  }

  if (!batch) {
    return (
      <Panel>
        {query.isError ? (
          <LoadFailed
            error={query.error}
            pending={query.isFetching}
            onRetry={() => query.refetch()}
          />
        ) : (
          <SkeletonRows label={t("common.state.loading")} />
        )}
      </Panel>
    );
  }
  return (
    <>
      <BatchSummary batch={batch} />
      <section
        aria-label={t("batches.rowsTitle")}
        aria-busy={query.isPlaceholderData}
        className="mt-6 rounded-lg border border-line bg-surface p-5 sm:p-6"
      >
        <BatchRowsTable rows={batch.items} isDryRun={batch.status === "VALIDATED"} />
      </section>
      {pages > 1 ? (
        <nav
          aria-label={t("console.members.pages")}
          className="mt-4 flex items-center justify-between gap-3"
        >
          <Button size="sm" disabled={page === 1} onClick={() => turnTo(page - 1)}>
            <ChevronLeft aria-hidden="true" className="size-4" />
            {t("console.members.previous")}
          </Button>
          <span className="tabular text-ink-soft text-sm">
            {t("batches.page", { page, pages })}
          </span>
          <Button size="sm" disabled={page >= pages} onClick={() => turnTo(page + 1)}>
            {t("console.members.next")}
            <ChevronRight aria-hidden="true" className="size-4" />
          </Button>
        </nav>
      ) : null}
    </>
  );
}
