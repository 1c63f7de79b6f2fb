"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { TierChangeRow } from "@/modules/tiers/components/tier-change-row";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

export function TierHistoryList({ memberId }: { memberId: string }) {
  const t = useTranslations("tiers.history");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.tierHistory.infiniteQueryKey(input), (cursor) =>
      client.members.tierHistory.query({ ...input, ...cursor }),
    ),
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(changes) => (
        <ol>
          {changes.map((change) => (
            <TierChangeRow key={change.id} change={change} />
          ))}
        </ol>
      )}
    </PagedList>
  );
}
