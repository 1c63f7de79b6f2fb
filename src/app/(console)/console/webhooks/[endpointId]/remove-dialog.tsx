"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../../dialog-footer";

interface RemoveDialogProps {
  endpointId: string;
  onClose: () => void;
  onDone: () => void;
}

export function RemoveDialog({ endpointId, onClose, onDone }: RemoveDialogProps) {
  const t = useTranslations("webhooks.remove");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const remove = useMutation(
    trpc.webhooks.remove.mutationOptions({
      onSuccess: () => {
        showToast("good", t("done"));
        onDone();
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!remove.isPending) remove.mutate({ endpointId });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
    >
      <form onSubmit={submit} className="space-y-5">
        <DialogFooter
          error={remove.error}
          pending={remove.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          destructive
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
