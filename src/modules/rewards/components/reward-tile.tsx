import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { RewardPicture } from "./reward-picture";
import type { ShownReward } from "./shown-reward";
import { useRewardWords } from "./use-reward-words";

const tileReasons = ["OUT_OF_STOCK", "BENEFIT_UNLIMITED"] as const;

/** A reward in a few words under its picture, for a window into the mall. */
export function RewardTile({ reward }: { reward: ShownReward }) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const words = useRewardWords();
  const isGone = reward.reason === "OUT_OF_STOCK";
  // A window has room for one word; what nobody should come for is said here already.
  const tileReason = reward.reason && tileReasons.find((reason) => reason === reward.reason);
  return (
    <span className="block h-full overflow-hidden rounded-lg border border-line bg-surface transition-colors group-hover:border-line-strong">
      <RewardPicture reward={reward} muted={isGone} />
      <span className="block px-3.5 py-3">
        <span className="block font-medium">{reward.name}</span>
        <span className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
          <span className="tabular font-semibold text-seal-ink">
            {t("cost", { points: format.points(reward.pointsCost) })}
          </span>
          <span className="tabular text-ink-faint">
            {tileReason ? t(`reason.${tileReason}`) : words.fewLeft(reward)}
          </span>
        </span>
      </span>
    </span>
  );
}
