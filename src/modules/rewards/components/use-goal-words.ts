import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { ShownGoal } from "./shown-reward";
import { useRewardWords } from "./use-reward-words";

/** How far a goal is, in words. */
export function useGoalWords() {
  const t = useTranslations("rewards.goal");
  const format = useFormats();
  const words = useRewardWords();

  /** "还差 161 积分，约 ¥108 消费", or what else stands in the way. */
  function way({ reward, onShelf, missingPoints, pendingPoints, spendMinor }: ShownGoal): string {
    if (!onShelf) return t("off");
    if (reward.reason !== null && reward.reason !== "INSUFFICIENT_POINTS") {
      return words.reason(reward, reward.pointsCost) ?? t("off");
    }
    if (missingPoints === 0) return t("reached");
    const points = format.points(missingPoints);
    if (spendMinor === null) return t("missing", { points });
    if (spendMinor === 0) return t("pending", { points });
    const amount = format.moneyShort(spendMinor);
    if (pendingPoints === 0) return t("missingSpend", { points, amount });
    return t("missingPending", { points, pending: format.points(pendingPoints), amount });
  }

  return { way };
}
