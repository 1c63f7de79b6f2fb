"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { AuditRow } from "../../audit/audit-row";
import { listInput } from "./member-tab";

export function AuditList({ memberId }: { memberId: string }) {
  const t = useTranslations("console.audit");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.audit.infiniteQueryKey(input), (cursor) =>
      client.members.audit.query({ ...input, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ actor }) => actor)) ?? [],
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(records) => (
        <ol>
          {records.map((record) => (
            <AuditRow key={record.id} record={record} actorName={actorName} />
          ))}
        </ol>
      )}
    </PagedList>
  );
}
