"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Redeemed, ShownReward } from "@/modules/rewards/components/shown-reward";
import { ApiProvider, failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { useActKey } from "@/trpc/use-act-key";
import { Dialog } from "@/ui/dialog";
import { AddressForm, type EditedAddress } from "../addresses/address-form";
import { RedeemForm, type RedeemWish } from "./redeem-form";
import { RedeemResult } from "./redeem-result";
import { RewardDetails } from "./reward-details";

interface RewardSheetProps {
  reward: ShownReward;
  available: number;
  isGoal: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** It brings along what asks: the page below asks for nothing. */
export function RewardSheetWithApi(props: RewardSheetProps) {
  return (
    <ApiProvider>
      <RewardSheet {...props} />
    </ApiProvider>
  );
}

/** What a reward is and who may have it; how many and whereto; then what came of it. */
function RewardSheet({ reward, available, isGoal, open, onOpenChange }: RewardSheetProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const act = useActKey();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [redeemed, setRedeemed] = useState<Redeemed | null>(null);
  const [edited, setEdited] = useState<EditedAddress | "new" | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isTyped, setTyped] = useState(false);
  const redeem = useMutation({
    // Asked again after an answer that was lost, it is the same act.
    mutationFn: (wish: RedeemWish) =>
      act(wish, (options) => client.rewards.redeem.mutate(wish, options)),
    onSuccess: async (answer) => {
      setRedeemed(answer);
      await queryClient.invalidateQueries();
    },
    onError: async (error) => {
      // Removed in another window: what is kept by now is shown.
      if (failureOf(error).code !== "ADDRESS_NOT_FOUND") return;
      setChosen(null);
      await queryClient.invalidateQueries({ queryKey: trpc.rewards.addresses.queryKey() });
    },
  });

  function change(next: boolean): void {
    onOpenChange(next);
    if (next) return;
    // The page learns of it when the dialog is gone: the card it opened from may have to go too.
    if (redeemed) router.refresh();
    setRedeemed(null);
    setEdited(null);
    setTyped(false);
    redeem.reset();
  }

  function keep(addressId: string): void {
    setChosen(addressId);
    setEdited(null);
    setTyped(false);
  }

  if (edited !== null) {
    return (
      <Dialog
        open={open}
        onOpenChange={change}
        title={t(edited === "new" ? "rewards.addresses.addTitle" : "rewards.addresses.editTitle")}
        closeLabel={t("common.state.close")}
        unsaved={isTyped}
      >
        <AddressForm
          address={edited === "new" ? null : edited}
          submit={t("rewards.addresses.saveAndUse")}
          onSaved={keep}
          onCancel={() => setEdited(null)}
          onTyped={setTyped}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={redeemed ? t("rewards.result.title") : reward.name}
      closeLabel={t("common.state.close")}
    >
      {redeemed ? (
        <RedeemResult reward={reward} redeemed={redeemed} onClose={() => change(false)} />
      ) : (
        <>
          <RewardDetails reward={reward} available={available} isGoal={isGoal} />
          {reward.redeemable ? (
            <RedeemForm
              reward={reward}
              available={available}
              chosen={chosen}
              onChoose={setChosen}
              onEdit={setEdited}
              pending={redeem.isPending}
              error={redeem.error}
              onSubmit={redeem.mutate}
            />
          ) : null}
        </>
      )}
    </Dialog>
  );
}
