"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, RefreshCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { SkeletonRows } from "@/ui/skeleton";
import { LedgerFindings } from "./ledger-findings";
import { RunJobButton } from "./run-job-button";
import { useJobWords } from "./use-job-words";

const verifyJob = "points.verify";

/** Whether every account still adds up, as the last check found. */
export function LedgerCheck({ canRun }: { canRun: boolean }) {
  const t = useTranslations("system.check");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const words = useJobWords();
  const trpc = useTRPC();
  const query = useQuery(trpc.points.ledgerCheck.queryOptions({}));
  if (query.isPending) return <SkeletonRows rows={1} label={tState("loading")} />;
  if (query.data === undefined) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  const run = canRun ? (
    <RunJobButton name={verifyJob} words={words.name(verifyJob)} label={t("again")} />
  ) : null;
  const check = query.data;
  if (check === null) {
    return <EmptyState title={t("never")} hint={t("neverHint")} action={run} />;
  }
  const Icon = check.ok ? CircleCheck : TriangleAlert;
  const isPartial = check.members < check.accounts;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div role="status" className="flex min-w-0 gap-4">
          <span
            className={`grid size-11 shrink-0 place-items-center rounded-full ${check.ok ? "bg-good-soft text-good" : "bg-seal-soft text-seal-ink"}`}
          >
            <Icon aria-hidden="true" className="size-6" strokeWidth={1.75} />
          </span>
          <div>
            <p
              className={`font-semibold font-serif text-xl ${check.ok ? "text-good" : "text-seal-ink"}`}
            >
              {t(check.ok ? (isPartial ? "partial" : "ok") : "bad")}
            </p>
            <p className="tabular text-ink-soft text-sm">
              {t(isPartial ? "factsOf" : "facts", {
                members: format.points(check.members),
                accounts: format.points(check.accounts),
                entries: format.points(check.entries),
                time: format.dateTime(check.finishedAt),
              })}
            </p>
          </div>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" pending={query.isFetching} onClick={() => query.refetch()}>
            {query.isFetching ? null : <RefreshCw aria-hidden="true" className="size-3.5" />}
            {t("refresh")}
          </Button>
          {run}
        </div>
      </div>
      {check.ok ? null : <LedgerFindings findings={check.findings} />}
    </>
  );
}
