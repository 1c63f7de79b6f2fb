import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { RewardPicture } from "@/modules/rewards/components/reward-picture";
import type { ShownGoal } from "@/modules/rewards/components/shown-reward";
import { useGoalWords } from "@/modules/rewards/components/use-goal-words";
import { Panel } from "@/ui/panel";
import { ProgressBar } from "@/ui/progress-bar";
import { PinButton } from "./pin-button";
import { RewardOpener } from "./reward-opener";

interface GoalPanelProps {
  goal: ShownGoal;
  available: number;
}

/** What the member saves for, how far it is, and the page's one red button once it is there. */
export function GoalPanel({ goal, available }: GoalPanelProps) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const words = useGoalWords();
  const { reward, onShelf } = goal;
  return (
    <Panel className="mb-6">
      <section aria-labelledby="goal-title" className="flex gap-4">
        <RewardPicture reward={reward} eager className="size-20 shrink-0 rounded-md sm:size-24" />
        <div className="min-w-0 grow">
          <h2 id="goal-title" className="break-words text-base">
            {t("goal.title", { name: reward.name })}
          </h2>
          <p className="tabular mt-0.5 text-ink-soft text-sm">{words.way(goal)}</p>
          {onShelf ? (
            <ProgressBar
              className="mt-3 max-w-md"
              value={Math.max(0, available)}
              max={reward.pointsCost}
              label={t("goal.progress")}
              valueText={t("goal.progressText", {
                points: format.points(available),
                cost: format.points(reward.pointsCost),
              })}
            />
          ) : null}
          <p className="mt-3 flex flex-wrap items-center gap-2">
            {onShelf ? (
              <RewardOpener reward={reward} available={available} isGoal look="button" />
            ) : null}
            <PinButton rewardId={reward.rewardId} isGoal />
          </p>
        </div>
      </section>
    </Panel>
  );
}
