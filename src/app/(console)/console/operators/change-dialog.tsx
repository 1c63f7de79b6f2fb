"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { DialogFooter } from "../dialog-footer";
import type { Change, Operator } from "./operator";

const effects = {
  toAdmin: { role: "admin" },
  toOperator: { role: "operator" },
  disable: { disabled: true },
  enable: { disabled: false },
} as const;

interface ChangeDialogProps {
  operator: Operator;
  change: Change;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function ChangeDialog({ operator, change, onClose, onDone }: ChangeDialogProps) {
  const t = useTranslations("access.operators");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const { userId, name } = operator;
  const save = useMutation(
    trpc.access.changeOperator.mutationOptions({
      onSuccess: ({ approvalId }) =>
        onDone(approvalId === null ? t(`done.${change}`, { name }) : t("waits", { name })),
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!save.isPending) save.mutate({ userId, ...effects[change] });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(`named.${change}`, { name })}
      description={t(`effect.${change}`)}
      closeLabel={tState("close")}
    >
      <form onSubmit={submit}>
        <DialogFooter
          error={save.error}
          pending={save.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          destructive={change === "disable"}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
