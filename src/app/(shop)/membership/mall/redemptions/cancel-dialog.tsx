"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { ShownRedemption } from "@/modules/rewards/components/shown-reward";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { showToast } from "@/ui/toast-store";

interface CancelDialogProps {
  redemption: ShownRedemption;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** It may be on its way by now; the list says how it stands. */
  onRefused: () => void;
}

export function CancelDialog({ redemption, open, onOpenChange, onRefused }: CancelDialogProps) {
  const t = useTranslations();
  const format = useFormats();
  const cancel = useAct({
    act: (id: string) => act("rewards", "cancel", { id }),
    onSuccess: ({ pointsRestored }) => {
      showToast("good", t("rewards.cancel.done", { points: format.points(pointsRestored) }));
      onOpenChange(false);
    },
    onFailed: ({ detail }) => {
      showToast("bad", detail ?? t("rewards.cancel.failed"));
      onOpenChange(false);
      onRefused();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("rewards.cancel.title")}
      description={t(
        redemption.couponIds.length > 0 ? "rewards.cancel.couponText" : "rewards.cancel.text",
        {
          name: redemption.rewardName,
          points: format.points(redemption.pointsCost),
        },
      )}
      closeLabel={t("common.state.close")}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{t("rewards.cancel.keep")}</Button>
        <Button
          variant="primary"
          pending={cancel.isPending}
          onClick={() => cancel.carryOut(redemption.redemptionId)}
        >
          {cancel.isPending ? t("rewards.cancel.pending") : t("rewards.cancel.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
