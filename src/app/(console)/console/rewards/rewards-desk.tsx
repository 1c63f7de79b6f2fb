"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { DeskHeading } from "../desk-page";
import type { ManagedReward } from "./managed-reward";
import { RewardDialog } from "./reward-dialog";
import { rewardsInput } from "./rewards-query";
import { RewardsTable } from "./rewards-table";
import { StockDialog } from "./stock-dialog";

type Open = { edit: ManagedReward | null } | { stock: ManagedReward } | null;

/** What is in the mall, on the shelf or not; one dialog at a time. */
export function RewardsDesk({ tiers }: { tiers: readonly { code: string; name: string }[] }) {
  const t = useTranslations("mallDesk");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [open, setOpen] = useState<Open>(null);
  const { read, go } = useAddress();
  const input = rewardsInput(read);
  const query = useInfiniteQuery(
    pagedOptions(trpc.rewards.managed.infiniteQueryKey(input), (cursor) =>
      client.rewards.managed.query({ ...input, ...cursor }),
    ),
  );
  const rewards = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // A dialog that stays open over a reload goes on with the reward as it is now.
  const latest = (reward: ManagedReward) =>
    rewards.find(({ rewardId }) => rewardId === reward.rewardId) ?? reward;
  const create = (
    <Button variant="primary" size="sm" onClick={() => setOpen({ edit: null })}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} action={create} />
      <fieldset className="mb-4 flex flex-wrap gap-2">
        <legend className="sr-only">{t("filter")}</legend>
        {[false, true].map((lowStock) => (
          <button
            key={String(lowStock)}
            type="button"
            aria-pressed={lowStock === input.lowStock}
            onClick={() => go({ stock: lowStock ? "low" : undefined })}
            className={chipClass(lowStock === input.lowStock)}
          >
            {t(lowStock ? "lowStock" : "allRewards")}
          </button>
        ))}
      </fieldset>
      <Panel>
        <PagedList
          query={query}
          empty={
            input.lowStock ? (
              <EmptyState title={t("emptyLow")} />
            ) : (
              <EmptyState title={t("empty")} hint={t("emptyHint")} />
            )
          }
        >
          {(items) => (
            <RewardsTable
              rewards={items}
              tiers={tiers}
              onEdit={(edit) => setOpen({ edit })}
              onStock={(stock) => setOpen({ stock })}
            />
          )}
        </PagedList>
      </Panel>
      {open && "edit" in open ? (
        <RewardDialog
          reward={open.edit && latest(open.edit)}
          tiers={tiers}
          onReload={() => query.refetch()}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open && "stock" in open ? (
        <StockDialog reward={latest(open.stock)} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
