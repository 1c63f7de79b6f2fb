"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { SkeletonRows } from "@/ui/skeleton";

type Replica = Outputs["system"]["replicas"]["items"][number];

const refetchMs = 5_000;

/** Which replicas of the database lists and reports are read from, and why not from the others. */
export function ReplicasTable() {
  const t = useTranslations("system.replicas");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const query = useQuery(
    trpc.system.replicas.queryOptions({}, { refetchInterval: refetchMs, staleTime: 0 }),
  );
  if (query.isPending) return <SkeletonRows rows={1} label={tState("loading")} />;
  if (!query.data) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  return (
    <>
      <DataTable<Replica>
        caption={t("title")}
        rows={query.data.items}
        keyOf={({ name }) => name}
        columns={[
          { header: t("column.replica"), primary: true, cell: ({ place }) => place },
          {
            header: t("column.state"),
            cell: ({ leftOut }) => (
              <Badge tone={leftOut === null ? "good" : "seal"}>
                {t(`state.${leftOut ?? "reading"}`)}
              </Badge>
            ),
          },
          { header: t("column.since"), cell: ({ since }) => format.dateTime(since) },
          {
            header: t("column.waited"),
            cell: ({ waitedMs }) => (waitedMs === null ? "–" : t("ms", { count: waitedMs })),
            figure: true,
          },
          {
            header: t("column.reads"),
            cell: ({ reads }) => format.points(reads),
            figure: true,
          },
        ]}
      />
      <p className="mt-4 text-ink-faint text-sm">{t("hint")}</p>
    </>
  );
}
