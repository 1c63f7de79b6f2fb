"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import type { Benefit } from "./benefit";

interface BenefitsTableProps {
  benefits: readonly Benefit[];
  types: Outputs["benefits"]["list"]["types"];
  onEdit: ((benefit: Benefit) => void) | null;
  onRemove: ((benefit: Benefit) => void) | null;
}

export function BenefitsTable({ benefits, types, onEdit, onRemove }: BenefitsTableProps) {
  const t = useTranslations("benefitsDesk");
  const format = useFormats();
  const nameOf = ({ name }: Benefit) => textIn(name, format.locale);

  function windowOf({ validFrom, validUntil }: Benefit): string {
    const [from, until] = [validFrom, validUntil].map((moment) => moment && format.date(moment));
    if (!from && !until) return t("always");
    if (!until) return t("from", { date: from ?? "" });
    return from ? t("fromUntil", { from, until }) : t("until", { date: until });
  }

  return (
    <DataTable
      caption={t("all")}
      rows={benefits}
      keyOf={({ id }) => id}
      columns={[
        {
          header: t("column.benefit"),
          primary: true,
          cell: (benefit) => (
            <>
              {nameOf(benefit)}
              <span className="block font-normal text-ink-faint text-sm">
                {benefit.isTierPrice ? t("tierPrice") : benefit.summary}
              </span>
            </>
          ),
        },
        {
          header: t("column.type"),
          cell: (benefit) => types.find(({ type }) => type === benefit.type)?.name ?? benefit.type,
        },
        {
          header: t("column.quota"),
          cell: ({ quota }) =>
            quota ? t(`quota.${quota.per}`, { count: quota.limit }) : t("unlimited"),
        },
        { header: t("column.window"), cell: windowOf },
        {
          header: t("column.state"),
          cell: ({ enabled }) => (
            <Badge tone={enabled ? "good" : "neutral"}>{t(enabled ? "enabled" : "disabled")}</Badge>
          ),
        },
        ...(onEdit && onRemove
          ? [
              {
                header: t("column.actions"),
                cell: (benefit: Benefit) => (
                  <span className="flex flex-wrap gap-1.5">
                    <Button size="sm" onClick={() => onEdit(benefit)}>
                      {t("edit")}
                      <span className="sr-only">{t("of", { benefit: nameOf(benefit) })}</span>
                    </Button>
                    <Button size="sm" variant="quiet" onClick={() => onRemove(benefit)}>
                      {t("remove")}
                      <span className="sr-only">{t("of", { benefit: nameOf(benefit) })}</span>
                    </Button>
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
