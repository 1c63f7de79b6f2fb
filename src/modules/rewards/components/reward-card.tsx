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
  isGoal: boolean;
  /** Its name as the way to all of it; the whole card is pressed with it. */
  opener: ReactNode;
}

/** A reward of the mall: picture, price, what is left, and that it can be had or the reason why not. */
export function RewardCard({ reward, available, eager = false, isGoal, opener }: RewardCardProps) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const words = useRewardWords();
  const isGone = reward.reason === "OUT_OF_STOCK";
  const why = words.reason(reward, available);
  const scarcity = isGone ? null : words.scarcity(reward);
  return (
    <article className="relative flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-line-strong">
      <RewardPicture reward={reward} eager={eager} muted={isGone} />
      <div className="flex grow flex-col p-4">
        <h2 className="break-words text-base">{opener}</h2>
        {reward.description ? (
          <p className="mt-0.5 line-clamp-3 break-words text-ink-soft text-sm">
            {reward.description}
          </p>
        ) : null}
        <p className="mt-2 mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="tabular font-semibold text-seal-ink">
            {t("cost", { points: format.points(reward.pointsCost) })}
          </span>
          {scarcity ? <span className="tabular text-ink-faint text-sm">{scarcity}</span> : null}
        </p>
        <p
          className={
            why
              ? "mt-auto flex min-h-9 items-center rounded-md bg-sunken px-3 py-1.5 text-ink-soft text-sm"
              : "mt-auto flex min-h-9 items-center justify-center rounded-full border border-line-strong/60 px-3 py-1.5 font-medium text-sm"
          }
        >
          {isGoal ? (
            <span className="mr-2 shrink-0 whitespace-nowrap text-seal-ink">{t("goal.mark")}</span>
          ) : null}
          {why ?? t("redeem")}
        </p>
      </div>
    </article>
  );
}
