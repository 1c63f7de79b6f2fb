"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { DialogFooter } from "../dialog-footer";
import type { Operator } from "./operator";

/** What an admin does for somebody who can't come in. */
export type EntryHelp = "sendReset" | "takeFactor";

interface EntryDialogProps {
  operator: Operator;
  help: EntryHelp;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function EntryDialog({ operator, help, onClose, onDone }: EntryDialogProps) {
  const t = useTranslations("access.operators");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const { userId, name, email } = operator;
  const onSuccess = () => onDone(t(`done.${help}`, { name, email }));
  const reset = useMutation(trpc.identity.sendReset.mutationOptions({ onSuccess }));
  const take = useMutation(trpc.identity.takeSecondFactor.mutationOptions({ onSuccess }));
  const act = help === "sendReset" ? reset : take;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!act.isPending) act.mutate({ userId });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(`named.${help}`, { name })}
      description={t(`effect.${help}`, { email })}
      closeLabel={tState("close")}
    >
      <form onSubmit={submit}>
        <DialogFooter
          error={act.error}
          pending={act.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          destructive={help === "takeFactor"}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
