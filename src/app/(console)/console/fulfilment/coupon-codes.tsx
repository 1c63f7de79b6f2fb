"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { ReasonDialog } from "../reason-dialog";
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
  const trpc = useTRPC();
  const reveal = useMutation(
    trpc.rewards.reveal.mutationOptions({ onSuccess: ({ couponCodes }) => onDone(couponCodes) }),
  );
  return (
    <ReasonDialog
      title={t("title", { reward: rewardName })}
      description={t("text")}
      submit={t("submit")}
      submitting={t("submitting")}
      act={reveal}
      onReason={(reason) => reveal.mutate({ redemptionId, reason })}
      onClose={onClose}
    />
  );
}
