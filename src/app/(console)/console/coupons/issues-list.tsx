"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { showToast } from "@/ui/toast-store";
import { saveCsv } from "../batches/save-csv";
import { ExportButton } from "../list/export-button";
import { ReasonDialog } from "../reason-dialog";
import { type CouponIssue, issuesInput } from "./coupon-definition";

type Open = { codes: CouponIssue } | { end: CouponIssue } | null;

/** What was issued to many: how far it is, its codes for print, and an end to all of it. */
export function IssuesList() {
  const t = useTranslations("couponDesk");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [open, setOpen] = useState<Open>(null);
  const query = useInfiniteQuery(
    pagedOptions(trpc.coupons.issues.infiniteQueryKey(issuesInput), (cursor) =>
      client.coupons.issues.query({ ...issuesInput, ...cursor }),
    ),
  );
  const close = () => setOpen(null);
  return (
    <>
      <PagedList
        query={query}
        empty={<EmptyState title={t("noIssues")} hint={t("noIssuesHint")} />}
      >
        {(issues) => (
          <>
            <div className="mb-4 text-right">
              <ExportButton list="couponIssues" question={{}} />
            </div>
            <DataTable
              caption={t("issues")}
              rows={issues}
              keyOf={({ issueId }) => issueId}
              columns={[
                {
                  header: t("column.coupon"),
                  primary: true,
                  cell: (issue) => (
                    <>
                      {issue.name}
                      <span className="block font-normal text-ink-faint text-sm">
                        {issue.reason}
                      </span>
                    </>
                  ),
                },
                { header: t("column.source"), cell: ({ source }) => t(`sources.${source}`) },
                { header: t("column.status"), cell: ({ status }) => t(`statuses.${status}`) },
                {
                  header: t("column.issued"),
                  figure: true,
                  cell: ({ issued, count, voided }) =>
                    voided > 0
                      ? t("issuedVoided", { issued, count, voided })
                      : t("issuedOf", { issued, count }),
                },
                { header: t("column.at"), cell: ({ createdAt }) => format.dateTime(createdAt) },
                {
                  header: t("column.actions"),
                  cell: (issue) => (
                    <span className="flex flex-wrap gap-1.5">
                      {issue.source !== "LIST" && issue.status === "DONE" && issue.voided === 0 ? (
                        <Button size="sm" onClick={() => setOpen({ codes: issue })}>
                          {t("codes.open")}
                          <span className="sr-only">{issue.name}</span>
                        </Button>
                      ) : null}
                      {issue.status === "REJECTED" || issue.voided > 0 ? null : (
                        <Button size="sm" variant="quiet" onClick={() => setOpen({ end: issue })}>
                          {t("voidIssue.open")}
                          <span className="sr-only">{issue.name}</span>
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]}
            />
          </>
        )}
      </PagedList>
      {open && "codes" in open ? <CodesDialog issue={open.codes} onClose={close} /> : null}
      {open && "end" in open ? <VoidIssueDialog issue={open.end} onClose={close} /> : null}
    </>
  );
}

interface IssueActProps {
  issue: CouponIssue;
  onClose: () => void;
}

function CodesDialog({ issue, onClose }: IssueActProps) {
  const t = useTranslations("couponDesk");
  const client = useTRPCClient();
  const { issueId } = issue;
  const save = useMutation({
    mutationFn: async (reason: string) => {
      const rows: string[][] = [[t("codes.column")]];
      let cursor: string | undefined;
      do {
        const page = await client.coupons.reveal.mutate({ issueId, reason, cursor });
        rows.push(...page.items.map(({ code }) => [code]));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      await saveCsv(`coupons-${issueId}.csv`, rows);
    },
    onSuccess: onClose,
  });
  return (
    <ReasonDialog
      title={t("codes.title", { coupon: issue.name })}
      description={t("codes.text")}
      submit={t("codes.submit")}
      submitting={t("submitting")}
      act={save}
      onReason={(reason) => save.mutate(reason)}
      onClose={onClose}
    />
  );
}

function VoidIssueDialog({ issue, onClose }: IssueActProps) {
  const t = useTranslations("couponDesk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const act = useMutation(
    trpc.coupons.voidIssue.mutationOptions({
      onSuccess: async ({ voided }) => {
        showToast("good", t("voidIssue.done", { count: voided }));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <ReasonDialog
      title={t("voidIssue.title", { coupon: issue.name })}
      description={t("voidIssue.text")}
      submit={t("voidIssue.submit")}
      submitting={t("submitting")}
      destructive
      act={act}
      onReason={(reason) => act.mutate({ issueId: issue.issueId, reason })}
      onClose={onClose}
    />
  );
}
