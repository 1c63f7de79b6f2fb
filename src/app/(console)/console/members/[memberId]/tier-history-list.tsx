"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { paging } from "@/app/shell/paging";
import { TierChangeRow } from "@/modules/tiers/components/tier-change-row";
import { useTRPC } from "@/trpc/client";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

export function TierHistoryList({ memberId }: { memberId: string }) {
  const t = useTranslations("tiers.history");
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.members.tierHistory.infiniteQueryOptions(listInput(memberId), paging),
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
