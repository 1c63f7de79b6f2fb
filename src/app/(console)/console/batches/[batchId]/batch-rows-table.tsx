"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import type { BatchRow } from "../all-rows";
import { useRefusalWords } from "../use-refusal-words";

const tones = { WAITING: "neutral", APPLIED: "good", REFUSED: "seal" } as const;

interface BatchRowsTableProps {
  rows: readonly BatchRow[];
  isDryRun: boolean;
}

export function BatchRowsTable({ rows, isDryRun }: BatchRowsTableProps) {
  const t = useTranslations("batches");
  const tCorrection = useTranslations("shell.correction");
  const format = useFormats();
  const refusalWords = useRefusalWords();
  if (rows.length === 0) return <EmptyState title={t("noRows")} hint={t("noRowsHint")} />;
  return (
    <DataTable
      caption={t("rowsTitle")}
      rows={rows}
      keyOf={(row) => String(row.row)}
      columns={[
        {
          header: t("rowColumn.row"),
          cell: ({ row, line }) =>
            line === null ? t("rowNumber", { row: format.points(row) }) : t("line", { line }),
          primary: true,
        },
        {
          header: t("rowColumn.member"),
          cell: ({ memberId, uploaded }) => {
            const named =
              uploaded.externalId ??
              uploaded.memberCode ??
              uploaded.phoneMasked ??
              (uploaded.memberId === null ? "–" : t("memberNumber", { id: uploaded.memberId }));
            return memberId === null ? (
              <span className="break-all">{named}</span>
            ) : (
              <PageLink
                href={`/console/members/${memberId}`}
                className="break-all underline decoration-line-strong underline-offset-4 hover:decoration-seal"
              >
                {named}
              </PageLink>
            );
          },
        },
        {
          header: t("rowColumn.points"),
          cell: ({ points }) => format.signedPoints(points),
          figure: true,
        },
        {
          header: t("rowColumn.status"),
          cell: ({ status, code }) => (
            <>
              <Badge tone={tones[status]}>
                {isDryRun ? t(`dryRun.rowStatuses.${status}`) : t(`rowStatuses.${status}`)}
              </Badge>{" "}
              {code ? <span className="text-sm">{refusalWords(code)}</span> : null}
            </>
          ),
        },
        {
          header: t("rowColumn.note"),
          cell: ({ note, memberNote }) => (
            <>
              {note ?? "–"}
              {memberNote ? (
                <span className="block text-ink-soft text-sm">
                  {tCorrection("noteSaid", { note: memberNote })}
                </span>
              ) : null}
            </>
          ),
        },
        {
          header: t("rowColumn.reference"),
          cell: ({ reference }) => <span className="break-all">{reference}</span>,
        },
      ]}
    />
  );
}
