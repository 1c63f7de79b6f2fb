"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { resendSinceInput } from "@/modules/webhooks/schema";
import { useTRPC } from "@/trpc/client";
import { DateInput } from "@/ui/date-input";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../../form-dialog";
import { instantAt } from "../../members/[memberId]/explain-query";

interface ResendDialogProps {
  endpointId: string;
  onClose: () => void;
  onDone: () => void;
}

const MOMENT = /^[2-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Everything since a moment once more. */
export function ResendDialog({ endpointId, onClose, onDone }: ResendDialogProps) {
  const t = useTranslations("webhooks.resendSince");
  const format = useFormats();
  const trpc = useTRPC();
  const resend = useMutation(
    trpc.webhooks.resendSince.mutationOptions({
      onSuccess: ({ events }) => {
        showToast("good", t("done", { count: events }));
        onDone();
      },
    }),
  );
  const form = useProcedureForm({
    schema: resendSinceInput,
    defaultValues: { since: "" },
    toInput: ({ since }) => ({
      endpointId,
      since: MOMENT.test(since) ? instantAt(since, format.timeZone) : "",
    }),
    words: { since: t("sinceMissing") },
    mutation: resend,
  });

  return (
    <FormDialog
      form={form}
      title={t("title")}
      description={t("text")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
    >
      <FormField
        form={form}
        name="since"
        label={t("since")}
        hint={t("sinceHint", { timeZone: format.timeZone })}
      >
        {(control) => <DateInput {...control} withTime min="2000-01-01T00:00" />}
      </FormField>
    </FormDialog>
  );
}
