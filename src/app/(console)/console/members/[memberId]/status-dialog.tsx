"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/trpc/client";
import { ReasonDialog } from "../../reason-dialog";
import type { ActionDialogProps } from "./action-props";

export function StatusDialog({ open, onOpenChange, onDone, memberId, status }: ActionDialogProps) {
  const t = useTranslations("console.freeze");
  const trpc = useTRPC();
  const act = status === "FROZEN" ? "unfreeze" : "freeze";
  const setStatus = useMutation(
    trpc.members.setStatus.mutationOptions({
      onSuccess: (profile) => onDone(t(profile.status === "FROZEN" ? "frozen" : "unfrozen")),
    }),
  );
  return (
    <ReasonDialog
      // Done, the other act begins anew.
      key={act}
      open={open}
      keeps
      title={t(`${act}Title`)}
      description={t(`${act}Text`)}
      submit={t(`${act}Submit`)}
      submitting={t("submitting")}
      act={setStatus}
      onReason={(reason) =>
        setStatus.mutate({ memberId, status: act === "freeze" ? "FROZEN" : "ACTIVE", reason })
      }
      onClose={() => onOpenChange(false)}
    />
  );
}
