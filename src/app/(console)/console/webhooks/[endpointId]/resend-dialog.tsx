"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { DateInput } from "@/ui/date-input";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../../dialog-footer";
import { focusFirstInvalid } from "../../focus-first-invalid";
import { instantAt } from "../../members/[memberId]/explain-query";

interface ResendDialogProps {
  endpointId: string;
  onClose: () => void;
  onDone: () => void;
}

/** Everything since a moment once more. */
export function ResendDialog({ endpointId, onClose, onDone }: ResendDialogProps) {
  const t = useTranslations("webhooks.resendSince");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const [since, setSince] = useState("");
  const [tried, setTried] = useState(false);
  const isMissing = !/^[2-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(since);
  const resend = useMutation(
    trpc.webhooks.resendSince.mutationOptions({
      onSuccess: ({ events }) => {
        showToast("good", t("done", { count: events }));
        onDone();
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (resend.isPending) return;
    if (isMissing) focusFirstInvalid(event.currentTarget);
    else resend.mutate({ endpointId, since: instantAt(since, format.timeZone) });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
      unsaved={since !== "" && !resend.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("since")}
          hint={t("sinceHint", { timeZone: format.timeZone })}
          error={tried && isMissing ? t("sinceMissing") : undefined}
        >
          {(control) => (
            <DateInput
              {...control}
              withTime
              required
              min="2000-01-01T00:00"
              value={since}
              onChange={setSince}
            />
          )}
        </Field>
        <DialogFooter
          error={resend.error}
          pending={resend.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
