"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { ActivityBadge } from "../../activities/activity-status";
import { listInput } from "./member-tab";

export function ParticipationsTable({ memberId }: { memberId: string }) {
  const t = useTranslations("console.participations");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.activities.participations.infiniteQueryKey(input), (cursor) =>
      client.activities.participations.query({ ...input, ...cursor }),
    ),
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(parts) => (
        <DataTable
          caption={t("title")}
          rows={parts}
          keyOf={({ participationId }) => participationId}
          columns={[
            {
              header: t("column.activity"),
              primary: true,
              cell: ({ activityId, title }) => (
                <PageLink
                  href={`/console/activities/${activityId}`}
                  className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                >
                  {title}
                </PageLink>
              ),
            },
            {
              header: t("column.status"),
              cell: ({ status }) => <ActivityBadge status={status} />,
            },
            { header: t("column.joined"), cell: ({ joinedAt }) => format.dateTime(joinedAt) },
            {
              header: t("column.points"),
              cell: ({ pointsAwarded }) => format.points(pointsAwarded),
              figure: true,
            },
          ]}
        />
      )}
    </PagedList>
  );
}
