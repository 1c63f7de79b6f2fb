"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { PageLink } from "@/ui/page-link";
import { SkeletonRows } from "@/ui/skeleton";
import { useApprovalThreshold } from "../../approvals/use-approval-threshold";
import { allRows, type BatchRow } from "../all-rows";
import type { BatchFile } from "../batch-file";
import { DryRunNote } from "../batch-status";
import { repeatedIn } from "../post-batch";
import { useRefusalWords } from "../use-refusal-words";
import { LinedList } from "./lined-list";
import { Refusal } from "./refusal";

interface DryRunReportProps {
  answer: Outputs["points"]["createBatch"];
  file: Pick<BatchFile, "rows">;
  pending: boolean;
  error: unknown;
  /** @param repeatOf the batch of the same rows, where they are applied once more on purpose */
  onApply: (repeatOf: string | null) => void;
}

/** What the batch would do, and each row that it would not. */
export function DryRunReport({ answer, file, pending, error, onApply }: DryRunReportProps) {
  const t = useTranslations("batches");
  const format = useFormats();
  const absolute = file.rows.reduce((sum, { points }) => sum + Math.abs(points), 0);
  const approvalAbovePoints = useApprovalThreshold();
  // Somebody may have uploaded the same rows since the dry run.
  const repeated = repeatedIn(error) ?? answer.repeatOf;
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const isHeld = repeated !== null && confirmed !== repeated;
  const figures = [
    { label: t("accepted"), value: format.points(answer.accepted) },
    { label: t("rejected"), value: format.points(answer.rejected), isBad: answer.rejected > 0 },
    { label: t("total"), value: format.signedPoints(answer.totalPoints) },
  ];
  return (
    <div className="space-y-5">
      <DryRunNote />
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
      {answer.rejected > 0 ? <RefusedRows answer={answer} /> : null}
      {approvalAbovePoints !== null && absolute > approvalAbovePoints && answer.accepted > 0 ? (
        <p className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          {t("approvalNote", { points: format.points(approvalAbovePoints) })}
        </p>
      ) : null}
      {repeated !== null && answer.accepted > 0 ? (
        <div role="alert" className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          <p className="font-medium">{t("repeat.title", { id: repeated })}</p>
          <p className="mt-1">
            {t.rich("repeat.text", {
              link: (words) => (
                <PageLink
                  href={`/console/batches/${repeated}`}
                  target="_blank"
                  className="underline underline-offset-4"
                >
                  {words}
                </PageLink>
              ),
            })}
          </p>
          <Checkbox
            label={t("repeat.confirm")}
            checked={confirmed === repeated}
            disabled={pending}
            onChange={({ target }) => setConfirmed(target.checked ? repeated : null)}
          />
        </div>
      ) : null}
      <Refusal error={repeatedIn(error) ? null : error} />
      {answer.accepted > 0 ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button
            variant="primary"
            pending={pending}
            disabled={isHeld}
            onClick={() => onApply(repeated)}
          >
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

function RefusedRows({ answer }: Pick<DryRunReportProps, "answer">) {
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
      items={query.data.map(({ row, line, uploaded, code }) => ({
        line: line ?? row,
        words: t("refusedRow", {
          member:
            uploaded.externalId ??
            uploaded.memberId ??
            uploaded.memberCode ??
            uploaded.phoneMasked ??
            "–",
          why: refusalWords(code),
        }),
      }))}
    />
  );
}

function refusedOf(rows: readonly BatchRow[]): BatchRow[] {
  return rows.filter(({ status }) => status === "REFUSED");
}
