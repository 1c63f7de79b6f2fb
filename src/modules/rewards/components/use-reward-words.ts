import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { ShownReward } from "./shown-reward";

/** From so many pieces on, how many are left is worth saying. */
const SCARCE = 50;

/** A reward in words: what is left, how many one may have, and why not. */
export function useRewardWords() {
  const t = useTranslations("rewards");
  const format = useFormats();

  /** The one fact that hurries: "余 12", else the limit, else nothing. */
  function scarcity({ stock, perMonth }: ShownReward): string | null {
    if (stock !== null && stock > 0 && stock <= SCARCE) return t("left", { count: stock });
    return perMonth === null ? null : t("limit", { count: perMonth });
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

  return { scarcity, reason };
}
