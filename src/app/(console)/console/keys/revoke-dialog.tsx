"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { DialogFooter } from "../dialog-footer";
import type { Key } from "./keys-table";

interface RevokeDialogProps {
  apiKey: Key;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function RevokeDialog({ apiKey, onClose, onDone }: RevokeDialogProps) {
  const t = useTranslations("access.keys.revoking");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const { keyId, name } = apiKey;
  const revoke = useMutation(
    trpc.access.revokeKey.mutationOptions({ onSuccess: () => onDone(t("done", { name })) }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!revoke.isPending) revoke.mutate({ keyId });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title", { name })}
      description={t("text")}
      closeLabel={tState("close")}
    >
      <form onSubmit={submit}>
        <DialogFooter
          error={revoke.error}
          pending={revoke.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          destructive
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
