"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

const tones = { USED: "good", RESERVED: "warn", CANCELLED: "neutral", EXPIRED: "neutral" } as const;

export function BenefitUsesTable({ memberId }: { memberId: string }) {
  const t = useTranslations("console.benefitUses");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.benefits.usages.infiniteQueryKey(input), (cursor) =>
      client.benefits.usages.query({ ...input, ...cursor }),
    ),
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(uses) => (
        <DataTable
          caption={t("title")}
          rows={uses}
          keyOf={({ usageId }) => usageId}
          columns={[
            {
              header: t("column.benefit"),
              primary: true,
              cell: ({ name, tier }) => (
                <>
                  {name}
                  <span className="block font-normal text-ink-faint text-sm">
                    {t("tierThen", { tier: tier.name })}
                  </span>
                </>
              ),
            },
            { header: t("column.order"), cell: ({ orderId }) => orderId },
            {
              header: t("column.status"),
              cell: ({ status }) => <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>,
            },
            {
              header: t("column.value"),
              figure: true,
              cell: ({ valueMinor, points }) =>
                points > 0
                  ? t("pointsToo", {
                      value: format.money(valueMinor),
                      points: format.points(points),
                    })
                  : format.money(valueMinor),
            },
            { header: t("column.at"), cell: ({ createdAt }) => format.dateTime(createdAt) },
          ]}
        />
      )}
    </PagedList>
  );
}
