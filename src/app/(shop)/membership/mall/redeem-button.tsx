"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { Button } from "@/ui/button";

// Loaded when somebody wants something: most visits only look around.
const RedeemDialog = lazy(async () => ({
  default: (await import("./redeem-dialog")).RedeemDialog,
}));

interface RedeemButtonProps {
  reward: ShownReward;
  available: number;
  /** The page was opened for this reward. */
  openAtFirst: boolean;
}

export function RedeemButton({ reward, available, openAtFirst }: RedeemButtonProps) {
  const t = useTranslations("rewards");
  const [open, setOpen] = useState(openAtFirst);
  const [opened, setOpened] = useState(openAtFirst);

  function show(): void {
    setOpened(true);
    setOpen(true);
  }

  return (
    <>
      <Button
        variant="primary"
        size="sm"
        className="w-full"
        aria-label={t("redeemLabel", { name: reward.name })}
        onClick={show}
      >
        {t("redeem")}
      </Button>
      {opened ? (
        <Suspense>
          <RedeemDialog reward={reward} available={available} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}
