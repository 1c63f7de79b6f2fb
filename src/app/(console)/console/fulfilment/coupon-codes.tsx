"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/textarea";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";
import type { QueuedRedemption } from "./queued-redemption";

/** Codes by their last letters; whoever must hand them out sees them and says why. */
export function CouponCodes({ redemption }: { redemption: QueuedRedemption }) {
  const t = useTranslations("mallDesk.fulfilment.codes");
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<readonly string[] | null>(null);
  const { redemptionId, rewardName, couponCodes } = redemption;
  if (couponCodes.length === 0) return null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
      <code className="tabular whitespace-pre-wrap text-sm">
        {(revealed ?? couponCodes).join("  ")}
      </code>
      {revealed ? null : (
        <Button size="sm" variant="quiet" onClick={() => setAsking(true)}>
          {t("reveal")}
          <span className="sr-only">{rewardName}</span>
        </Button>
      )}
      {asking ? (
        <RevealDialog
          redemptionId={redemptionId}
          rewardName={rewardName}
          onClose={() => setAsking(false)}
          onDone={(codes) => {
            setRevealed(codes);
            setAsking(false);
          }}
        />
      ) : null}
    </div>
  );
}

interface RevealDialogProps {
  redemptionId: string;
  rewardName: string;
  onClose: () => void;
  onDone: (codes: readonly string[]) => void;
}

function RevealDialog({ redemptionId, rewardName, onClose, onDone }: RevealDialogProps) {
  const t = useTranslations("mallDesk.fulfilment.codes");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const reveal = useMutation(
    trpc.rewards.reveal.mutationOptions({ onSuccess: ({ couponCodes }) => onDone(couponCodes) }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (reveal.isPending) return;
    if (reason.trim() === "") focusFirstInvalid(event.currentTarget);
    else reveal.mutate({ redemptionId, reason: reason.trim() });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title", { reward: rewardName })}
      description={t("text")}
      closeLabel={tState("close")}
      unsaved={reason !== "" && !reveal.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("reason")}
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
          error={reveal.error}
          pending={reveal.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
