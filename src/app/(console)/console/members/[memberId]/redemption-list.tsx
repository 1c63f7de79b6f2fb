"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { RedemptionRow } from "@/modules/rewards/components/redemption-row";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

/** What a member took for points, as they see it themselves. */
export function RedemptionList({ memberId }: { memberId: string }) {
  const t = useTranslations("console.redemptions");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.rewards.redemptions.infiniteQueryKey(input), (cursor) =>
      client.rewards.redemptions.query({ ...input, ...cursor }),
    ),
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(redemptions) => (
        <ul aria-label={t("title")}>
          {redemptions.map((redemption) => (
            <RedemptionRow key={redemption.redemptionId} redemption={redemption} />
          ))}
        </ul>
      )}
    </PagedList>
  );
}
