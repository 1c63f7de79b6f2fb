import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { RewardPicture } from "./reward-picture";
import type { ShownReward } from "./shown-reward";
import { useRewardWords } from "./use-reward-words";

interface RewardCardProps {
  reward: ShownReward;
  /** The member's points, for what is missing. */
  available: number;
  eager?: boolean;
  action: ReactNode;
}

/** A reward of the mall: picture, price, what is left, and the way to it or the reason why not. */
export function RewardCard({ reward, available, eager = false, action }: RewardCardProps) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const words = useRewardWords();
  const isGone = reward.reason === "OUT_OF_STOCK";
  const why = words.reason(reward, available);
  const scarcity = isGone ? null : words.scarcity(reward);
  return (
    <article className="flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface">
      <RewardPicture reward={reward} eager={eager} muted={isGone} />
      <div className="flex grow flex-col p-4">
        <h2 className="text-base">{reward.name}</h2>
        {reward.description ? (
          <p className="mt-0.5 line-clamp-3 text-ink-soft text-sm">{reward.description}</p>
        ) : null}
        <p className="mt-2 mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="tabular font-semibold text-seal-ink">
            {t("cost", { points: format.points(reward.pointsCost) })}
          </span>
          {scarcity ? <span className="tabular text-ink-faint text-sm">{scarcity}</span> : null}
        </p>
        <div className="mt-auto">
          {why ? (
            <p className="flex min-h-9 items-center rounded-md bg-sunken px-3 py-1.5 text-ink-soft text-sm">
              {why}
            </p>
          ) : (
            action
          )}
        </div>
      </div>
    </article>
  );
}
