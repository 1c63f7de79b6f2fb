"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { BatchRowsTable } from "../batches/[batchId]/batch-rows-table";

const ROWS = 10;

/** The rows of a batch that waits, beside the request: asked for once somebody wants to see them. */
export function BatchRows({ batchId }: { batchId: string }) {
  const t = useTranslations("approvals.rows");
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="group mt-2 min-w-0"
    >
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm text-ink-soft text-sm underline decoration-line-strong underline-offset-4 hover:decoration-seal [&::-webkit-details-marker]:hidden">
        {t("show")}
        <ChevronDown
          aria-hidden="true"
          className="size-4 transition-transform group-open:rotate-180"
          strokeWidth={1.75}
        />
      </summary>
      {isOpen ? <Rows batchId={batchId} /> : null}
    </details>
  );
}

function Rows({ batchId }: { batchId: string }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const [page, setPage] = useState(1);
  const cursor = page > 1 ? { cursor: String((page - 1) * ROWS) } : {};
  const query = useQuery(
    trpc.points.batch.queryOptions(
      { batchId, limit: ROWS, ...cursor },
      { placeholderData: keepPreviousData },
    ),
  );
  if (query.isPending) return <SkeletonRows label={t("common.state.loading")} />;
  if (query.isError) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  const { items, progress, status } = query.data;
  const pages = Math.max(1, Math.ceil(progress.of / ROWS));
  return (
    <div aria-busy={query.isPlaceholderData} className="mt-2 rounded-md bg-sunken/50 p-3">
      <BatchRowsTable rows={items} isDryRun={status === "VALIDATED"} />
      {pages > 1 ? (
        <div className="mt-3 flex items-center justify-between gap-3">
          <Button size="sm" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t("console.members.previous")}
          </Button>
          <span role="status" className="tabular text-ink-soft text-sm">
            {t("batches.page", { page, pages })}
          </span>
          <Button size="sm" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t("console.members.next")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
