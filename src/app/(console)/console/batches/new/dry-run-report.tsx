"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { useApprovalThreshold } from "../../approvals/use-approval-threshold";
import { allRows, type BatchRow } from "../all-rows";
import type { BatchFile } from "../batch-file";
import { useRefusalWords } from "../use-refusal-words";
import { LinedList } from "./lined-list";
import { Refusal } from "./refusal";

interface DryRunReportProps {
  answer: Outputs["points"]["createBatch"];
  file: BatchFile;
  pending: boolean;
  error: unknown;
  onApply: () => void;
}

/** What the batch would do, and each row that it would not. */
export function DryRunReport({ answer, file, pending, error, onApply }: DryRunReportProps) {
  const t = useTranslations("batches");
  const format = useFormats();
  const absolute = file.rows.reduce((sum, { points }) => sum + Math.abs(points), 0);
  const approvalAbovePoints = useApprovalThreshold();
  const figures = [
    { label: t("accepted"), value: format.points(answer.accepted) },
    { label: t("rejected"), value: format.points(answer.rejected), isBad: answer.rejected > 0 },
    { label: t("total"), value: format.signedPoints(answer.totalPoints) },
  ];
  return (
    <div className="space-y-5">
      <dl className="grid grid-cols-3 gap-4">
        {figures.map(({ label, value, isBad }) => (
          <div key={label}>
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd
              className={`tabular font-semibold font-serif text-xl sm:text-2xl ${isBad ? "text-seal-ink" : ""}`}
            >
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {answer.rejected > 0 ? <RefusedRows answer={answer} file={file} /> : null}
      {approvalAbovePoints !== null && absolute > approvalAbovePoints && answer.accepted > 0 ? (
        <p className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          {t("approvalNote", { points: format.points(approvalAbovePoints) })}
        </p>
      ) : null}
      <Refusal error={error} />
      {answer.accepted > 0 ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button variant="primary" pending={pending} onClick={onApply}>
            {pending ? t("applying") : t("apply", { count: answer.accepted })}
          </Button>
          {answer.rejected > 0 ? <p className="text-ink-soft text-sm">{t("applyRest")}</p> : null}
        </div>
      ) : (
        <p className="text-ink-soft">{t("nothingToApply")}</p>
      )}
    </div>
  );
}

function RefusedRows({ answer, file }: Pick<DryRunReportProps, "answer" | "file">) {
  const t = useTranslations("batches");
  const tState = useTranslations("common.state");
  const client = useTRPCClient();
  const refusalWords = useRefusalWords();
  const query = useQuery({
    queryKey: ["batches.refused", answer.batchId],
    queryFn: async () => {
      const rows = await allRows(
        client,
        answer.batchId,
        (found) => refusedOf(found).length >= answer.rejected,
      );
      return refusedOf(rows);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.isPending) return <SkeletonRows rows={3} label={tState("loading")} />;
  if (query.isError) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  return (
    <LinedList
      title={t("refusedFound", { count: query.data.length })}
      items={query.data.map(({ row, code }) => ({
        line: file.lines[row - 1] ?? row,
        words: refusalWords(code),
      }))}
    />
  );
}

function refusedOf(rows: readonly BatchRow[]): BatchRow[] {
  return rows.filter(({ status }) => status === "REFUSED");
}
