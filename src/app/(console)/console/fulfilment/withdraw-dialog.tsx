"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { ReasonDialog } from "../reason-dialog";
import type { ParcelDialogProps } from "./queued-redemption";

/** Calls a redemption off for the shop: points and stock go back, the member reads why. */
export function WithdrawDialog({ redemption, onClose, onDone }: ParcelDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const format = useFormats();
  const trpc = useTRPC();
  const { redemptionId, rewardName, pointsCost, couponIds } = redemption;
  const text = couponIds.length > 0 ? "withdrawCouponText" : "withdrawText";
  const withdraw = useMutation(
    trpc.rewards.withdraw.mutationOptions({
      onSuccess: ({ pointsRestored }) => {
        showToast("good", t("withdrawn", { points: format.points(pointsRestored) }));
        onDone();
      },
    }),
  );
  return (
    <ReasonDialog
      title={t("withdrawTitle", { reward: rewardName })}
      description={t(text, { points: format.points(pointsCost) })}
      hint={t("reasonHint")}
      submit={t("withdrawSubmit")}
      submitting={t("working")}
      destructive
      act={withdraw}
      onReason={(reason) => withdraw.mutate({ redemptionId, reason })}
      onClose={onClose}
    />
  );
}
