"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Redeemed, ShownReward } from "@/modules/rewards/components/shown-reward";
import { useTRPCClient } from "@/trpc/client";
import { useActKey } from "@/trpc/use-act-key";
import { Dialog } from "@/ui/dialog";
import { RedeemForm } from "./redeem-form";
import { RedeemResult } from "./redeem-result";

type RedeemWish = Parameters<ReturnType<typeof useTRPCClient>["rewards"]["redeem"]["mutate"]>[0];

interface RedeemDialogProps {
  reward: ShownReward;
  available: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** How many and whereto, then what came of it. */
export function RedeemDialog({ reward, available, open, onOpenChange }: RedeemDialogProps) {
  const t = useTranslations();
  const client = useTRPCClient();
  const act = useActKey();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [redeemed, setRedeemed] = useState<Redeemed | null>(null);
  const [isTyped, setTyped] = useState(false);
  const redeem = useMutation({
    // Asked again after an answer that was lost, it is the same act.
    mutationFn: (wish: RedeemWish) =>
      act(wish, (options) => client.rewards.redeem.mutate(wish, options)),
    onSuccess: async (answer) => {
      setRedeemed(answer);
      await queryClient.invalidateQueries();
    },
  });

  function change(next: boolean): void {
    onOpenChange(next);
    if (next) return;
    // The page learns of it when the dialog is gone: the card it opened from may have to go too.
    if (redeemed) router.refresh();
    setRedeemed(null);
    setTyped(false);
    redeem.reset();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={
        redeemed ? t("rewards.result.title") : t("rewards.dialog.title", { name: reward.name })
      }
      closeLabel={t("common.state.close")}
      unsaved={isTyped && !redeemed && !redeem.isPending}
    >
      {redeemed ? (
        <RedeemResult reward={reward} redeemed={redeemed} onClose={() => change(false)} />
      ) : (
        <RedeemForm
          reward={reward}
          available={available}
          pending={redeem.isPending}
          error={redeem.error}
          onSubmit={redeem.mutate}
          onCancel={() => change(false)}
          onTyped={setTyped}
        />
      )}
    </Dialog>
  );
}
