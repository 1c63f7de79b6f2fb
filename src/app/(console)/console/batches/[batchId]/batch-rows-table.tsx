"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import type { BatchRow } from "../all-rows";
import { useRefusalWords } from "../use-refusal-words";

const tones = { WAITING: "neutral", APPLIED: "good", REFUSED: "seal" } as const;

export function BatchRowsTable({ rows }: { rows: readonly BatchRow[] }) {
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
          cell: ({ row }) => t("rowNumber", { row: format.points(row) }),
          primary: true,
        },
        {
          header: t("rowColumn.member"),
          cell: ({ memberId }) =>
            memberId === null ? (
              "–"
            ) : (
              <Link
                href={`/console/members/${memberId}`}
                className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
              >
                {t("memberNumber", { id: memberId })}
              </Link>
            ),
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
              <Badge tone={tones[status]}>{t(`rowStatuses.${status}`)}</Badge>{" "}
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
