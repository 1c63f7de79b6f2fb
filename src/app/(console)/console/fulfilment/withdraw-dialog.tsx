"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";
import type { QueuedRedemption } from "./queued-redemption";

interface WithdrawDialogProps {
  redemption: QueuedRedemption;
  onClose: () => void;
  onDone: () => void;
}

/** Calls a redemption off for the shop: points and stock go back, the member reads why. */
export function WithdrawDialog({ redemption, onClose, onDone }: WithdrawDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const withdraw = useMutation(
    trpc.rewards.withdraw.mutationOptions({
      onSuccess: ({ pointsRestored }) => {
        showToast("good", t("withdrawn", { points: format.points(pointsRestored) }));
        onDone();
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (withdraw.isPending) return;
    if (reason.trim() === "") focusFirstInvalid(event.currentTarget);
    else withdraw.mutate({ redemptionId: redemption.redemptionId, reason: reason.trim() });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("withdrawTitle", { reward: redemption.rewardName })}
      description={t("withdrawText", { points: format.points(redemption.pointsCost) })}
      closeLabel={tState("close")}
      unsaved={reason !== "" && !withdraw.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("reason")}
          hint={t("reasonHint")}
          error={tried && reason.trim() === "" ? t("reasonMissing") : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <DialogFooter
          error={withdraw.error}
          pending={withdraw.isPending}
          submit={t("withdrawSubmit")}
          submitting={t("working")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
