import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { PageLink } from "@/ui/page-link";
import type { ImportView } from "../imports-query";
import { useFateWords } from "./use-fate-words";

const tones = {
  NEW: "neutral",
  ACCEPTED: "neutral",
  APPLIED: "good",
  UNCHANGED: "neutral",
  CHANGED: "warn",
  REFUSED: "seal",
} as const;

export function ImportRows({ rows }: { rows: ImportView["items"] }) {
  const t = useTranslations("imports");
  const format = useFormats();
  const why = useFateWords();
  return (
    <DataTable
      caption={t("rowsTitle")}
      rows={rows}
      keyOf={(row) => String(row.row)}
      columns={[
        {
          header: t("rowColumn.line"),
          primary: true,
          cell: ({ line }) => t("line", { line: format.points(line) }),
        },
        {
          header: t("rowColumn.member"),
          cell: ({ externalId, phoneMasked, memberId }) => {
            const named = externalId ?? phoneMasked ?? "–";
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
          figure: true,
          cell: ({ points }) => (points === 0 ? "–" : format.points(points)),
        },
        {
          header: t("rowColumn.spend"),
          figure: true,
          cell: ({ spendMinor }) => (spendMinor === 0 ? "–" : format.money(spendMinor)),
        },
        {
          header: t("rowColumn.fate"),
          cell: (row) => (
            <>
              <Badge tone={tones[row.status]}>{t(`rowStatuses.${row.status}`)}</Badge>{" "}
              <span className="text-sm">{why(row)}</span>
            </>
          ),
        },
      ]}
    />
  );
}
