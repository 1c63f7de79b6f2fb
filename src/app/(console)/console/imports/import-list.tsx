"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { buttonClass } from "@/ui/button-class";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { ImportBadge, ImportProgress } from "./import-status";
import { importsInput, refetchAfterMs } from "./imports-query";

export function ImportList() {
  const t = useTranslations("imports");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    ...pagedOptions(trpc.imports.list.infiniteQueryKey(importsInput), (cursor) =>
      client.imports.list.query({ ...importsInput, ...cursor }),
    ),
    refetchInterval: ({ state }) =>
      refetchAfterMs(
        state.data?.pages.flatMap(({ items }) => items.map(({ status }) => status)) ?? [],
      ),
  });
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ createdBy }) => createdBy)) ?? [],
  );
  return (
    <PagedList
      query={query}
      empty={
        <EmptyState
          title={t("empty")}
          hint={t("emptyHint")}
          action={
            <PageLink href="/console/imports/new" className={buttonClass("primary", "sm")}>
              {t("new")}
            </PageLink>
          }
        />
      }
    >
      {(runs) => (
        <DataTable
          caption={t("title")}
          rows={runs}
          keyOf={(run) => run.importId}
          columns={[
            {
              header: t("column.import"),
              primary: true,
              cell: (run) => (
                <PageLink
                  href={`/console/imports/${run.importId}`}
                  className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                >
                  {t("named", { id: run.importId, reason: run.reason })}
                </PageLink>
              ),
            },
            {
              header: t("column.kind"),
              cell: (run) => t("kindOf", { kind: t(`kinds.${run.kind}`), source: run.source }),
            },
            { header: t("column.status"), cell: (run) => <ImportBadge status={run.status} /> },
            {
              header: t("column.progress"),
              cell: (run) => (run.rows === 0 ? "–" : <ImportProgress run={run} />),
            },
            {
              header: t("column.created"),
              cell: (run) => (
                <>
                  {format.dateTime(run.createdAt)}
                  <span className="text-ink-faint text-sm"> · {actorName(run.createdBy)}</span>
                </>
              ),
            },
          ]}
        />
      )}
    </PagedList>
  );
}
