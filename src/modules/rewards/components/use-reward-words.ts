import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { ShownReward } from "./shown-reward";

/** From so many pieces on, how many are left is worth saying. */
const SCARCE = 50;

/** A reward in words: what is left, how many one may have, and why not. */
export function useRewardWords() {
  const t = useTranslations("rewards");
  const format = useFormats();

  /** "余 12", where it is worth saying. */
  function fewLeft({ stock }: ShownReward): string | null {
    return stock !== null && stock > 0 && stock <= SCARCE ? t("left", { count: stock }) : null;
  }

  /** The one fact that hurries: what is left, else the limit, else nothing. */
  function scarcity(reward: ShownReward): string | null {
    const { perMonth } = reward;
    return fewLeft(reward) ?? (perMonth === null ? null : t("limit", { count: perMonth }));
  }

  /** Why not now, with the figure that is missing. */
  function reason(reward: ShownReward, available: number): string | null {
    if (reward.reason === null) return null;
    return t(`reason.${reward.reason}`, {
      points: format.points(Math.max(0, reward.pointsCost - available)),
      tier: reward.minTier?.name ?? "",
      highest: reward.minTier?.isHighest ? "yes" : "no",
      count: reward.perMonth ?? 0,
    });
  }

  /** "金牌会员及以上", "所有会员". */
  function who({ minTier }: ShownReward): string {
    if (minTier === null) return t("details.everyone");
    const { name: tier, isHighest } = minTier;
    return t("details.fromTier", { tier, highest: isHighest ? "yes" : "no" });
  }

  return { fewLeft, scarcity, reason, who };
}
