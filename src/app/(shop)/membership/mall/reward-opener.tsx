"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { buttonClass } from "@/ui/button-class";

// Loaded when somebody wants to know more: most visits only look around.
const RewardSheet = lazy(async () => ({
  default: (await import("./reward-sheet")).RewardSheetWithApi,
}));

interface RewardOpenerProps {
  reward: ShownReward;
  available: number;
  isGoal: boolean;
  /** The page was opened for this reward. */
  openAtFirst?: boolean;
  /** The name on a card, the page's one button, or nothing that is seen. */
  look: "name" | "button" | "hidden";
}

/** Opens all there is about a reward, and the way to it. */
export function RewardOpener(props: RewardOpenerProps) {
  const { reward, available, isGoal, openAtFirst = false, look } = props;
  const t = useTranslations("rewards");
  const [open, setOpen] = useState(openAtFirst);
  const [opened, setOpened] = useState(openAtFirst);
  const label = t(reward.redeemable ? "redeemLabel" : "lookLabel", { name: reward.name });

  function show(): void {
    setOpened(true);
    setOpen(true);
  }

  return (
    <>
      {look === "hidden" ? null : (
        <button
          type="button"
          aria-label={label}
          onClick={show}
          className={
            look === "name"
              ? "text-left after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-seal-ink"
              : buttonClass(reward.redeemable ? "primary" : "secondary", "sm")
          }
        >
          {look === "name" ? reward.name : t(reward.redeemable ? "goal.redeem" : "goal.look")}
        </button>
      )}
      {opened ? (
        <Suspense>
          <RewardSheet
            reward={reward}
            available={available}
            isGoal={isGoal}
            open={open}
            onOpenChange={setOpen}
          />
        </Suspense>
      ) : null}
    </>
  );
}
