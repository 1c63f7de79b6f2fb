"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { RewardPicture } from "@/modules/rewards/components/reward-picture";
import { textIn } from "@/platform/texts";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import type { ManagedReward } from "./managed-reward";

interface RewardsTableProps {
  rewards: readonly ManagedReward[];
  tiers: readonly { code: string; name: string }[];
  onEdit: (reward: ManagedReward) => void;
  onStock: (reward: ManagedReward) => void;
}

const tones = { ON: "good", OFF: "neutral", OUT_OF_STOCK: "warn" } as const;

export function RewardsTable({ rewards, tiers, onEdit, onStock }: RewardsTableProps) {
  const t = useTranslations("mallDesk");
  const format = useFormats();
  const nameOf = (reward: ManagedReward) => textIn(reward.name, format.locale);

  function limitsOf({ perMonth, minTier }: ManagedReward): string {
    const tier = tiers.find(({ code }) => code === minTier)?.name ?? minTier;
    const limits = [
      ...(perMonth === null ? [] : [t("perMonth", { count: perMonth })]),
      ...(tier === null
        ? []
        : [t("fromTier", { tier, highest: minTier === tiers.at(-1)?.code ? "yes" : "no" })]),
    ];
    return limits.join(" · ") || "–";
  }

  return (
    <DataTable
      caption={t("title")}
      rows={rewards}
      keyOf={({ rewardId }) => rewardId}
      columns={[
        {
          header: t("column.reward"),
          primary: true,
          cell: (reward) => (
            <span className="flex items-center gap-3">
              <RewardPicture reward={reward} className="w-14 shrink-0 rounded-md" />
              <span>
                {nameOf(reward)}
                <span className="block font-normal text-ink-faint text-sm">
                  {t(`kinds.${reward.kind}`)}
                </span>
              </span>
            </span>
          ),
        },
        {
          header: t("column.shelf"),
          cell: ({ shelf }) => <Badge tone={tones[shelf]}>{t(`shelf.${shelf}`)}</Badge>,
        },
        {
          header: t("column.cost"),
          cell: ({ pointsCost }) => format.points(pointsCost),
          figure: true,
        },
        {
          header: t("column.stock"),
          cell: ({ stock }) => (stock === null ? t("unlimited") : format.points(stock)),
          figure: true,
        },
        { header: t("column.limits"), cell: limitsOf },
        {
          header: t("column.actions"),
          cell: (reward) => (
            <span className="flex flex-wrap gap-1.5">
              <Button size="sm" onClick={() => onEdit(reward)}>
                {t("edit")}
                <span className="sr-only">{t("of", { reward: nameOf(reward) })}</span>
              </Button>
              <Button size="sm" variant="quiet" onClick={() => onStock(reward)}>
                {t("changeStock")}
                <span className="sr-only">{t("of", { reward: nameOf(reward) })}</span>
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}
