"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { useLotSource } from "@/modules/points/components/use-lot-source";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

export function LotsTable({ memberId }: { memberId: string }) {
  const t = useTranslations("points.lots");
  const format = useFormats();
  const sourceOf = useLotSource();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.lots.infiniteQueryKey(input), (cursor) =>
      client.members.lots.query({ ...input, ...cursor }),
    ),
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(lots) => (
        <DataTable
          caption={t("title")}
          rows={lots}
          keyOf={(lot) => lot.lotId}
          columns={[
            {
              header: t("source"),
              cell: (lot) => (
                <>
                  {sourceOf(lot)} {lot.pending ? <Badge>{t("pending")}</Badge> : null}
                </>
              ),
              primary: true,
            },
            { header: t("remaining"), cell: (lot) => format.points(lot.remaining), figure: true },
            { header: t("frozen"), cell: (lot) => format.points(lot.frozen), figure: true },
            { header: t("original"), cell: (lot) => format.points(lot.original), figure: true },
            { header: t("available"), cell: (lot) => format.dateTime(lot.availableAt) },
            {
              header: t("expires"),
              cell: (lot) => format.lastDateBefore(lot.expiresAt),
            },
          ]}
        />
      )}
    </PagedList>
  );
}
