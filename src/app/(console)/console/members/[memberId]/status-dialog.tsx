"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/textarea";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { DialogFooter } from "../../dialog-footer";
import { focusFirstInvalid } from "../../focus-first-invalid";
import type { ActionDialogProps } from "./action-props";

export function StatusDialog({ open, onOpenChange, onDone, memberId, status }: ActionDialogProps) {
  const t = useTranslations("console.freeze");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const act = status === "FROZEN" ? "unfreeze" : "freeze";

  const setStatus = useMutation(
    trpc.members.setStatus.mutationOptions({
      onSuccess: (profile) => {
        onDone(t(profile.status === "FROZEN" ? "frozen" : "unfrozen"));
        setReason("");
        setTried(false);
      },
    }),
  );

  useUnsavedWork(open && reason !== "" && !setStatus.isPending);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (setStatus.isPending) return;
    if (reason.trim() === "") focusFirstInvalid(event.currentTarget);
    else {
      setStatus.mutate({
        memberId,
        status: act === "freeze" ? "FROZEN" : "ACTIVE",
        reason: reason.trim(),
      });
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t(`${act}Title`)}
      description={t(`${act}Text`)}
      closeLabel={tState("close")}
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
          error={setStatus.error}
          pending={setStatus.isPending}
          submit={t(`${act}Submit`)}
          submitting={t("submitting")}
          onCancel={() => onOpenChange(false)}
        />
      </form>
    </Dialog>
  );
}
