"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { correctInput } from "@/modules/rewards/schema/fulfilment";
import { failureOf, useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { CarrierOptions } from "./carrier-options";
import type { ParcelDialogProps } from "./queued-redemption";
import { isDoubtful } from "./use-ship-refusals";

/** Another tracking number than was told; the member is told anew. */
export function CorrectDialog({ redemption, onClose, onDone }: ParcelDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const trpc = useTRPC();
  const correct = useMutation(
    trpc.rewards.correctLabel.mutationOptions({
      onSuccess: () => {
        showToast("good", t("corrected"));
        onDone();
      },
    }),
  );
  const { redemptionId, carrierCode, trackingCode } = redemption;
  const form = useProcedureForm({
    schema: correctInput,
    defaultValues: {
      carrier: carrierCode ?? "",
      trackingCode: trackingCode ?? "",
      unusual: false,
    },
    toInput: ({ carrier, trackingCode: typed, unusual }) => ({
      ...{ redemptionId, carrier, unusual },
      trackingCode: typed.trim(),
    }),
    words: { carrier: t("carrierMissing"), trackingCode: t("trackingInvalid") },
    mutation: correct,
  });
  const isDoubted = isDoubtful(failureOf(correct.error).code ?? null);
  return (
    <FormDialog
      form={form}
      title={t("correctTitle", { id: redemptionId })}
      description={t("correctText")}
      submit={t("correctSubmit")}
      submitting={t("working")}
      onClose={onClose}
    >
      <FormField form={form} name="carrier" label={t("carrier")}>
        {(control) => (
          <Select {...control}>
            <CarrierOptions />
          </Select>
        )}
      </FormField>
      <FormField form={form} name="trackingCode" label={t("columns.tracking")}>
        {(control) => <Input {...control} autoComplete="off" spellCheck={false} />}
      </FormField>
      {isDoubted || form.watch("unusual") ? (
        <Checkbox label={t("unusual")} hint={t("unusualHint")} {...form.register("unusual")} />
      ) : null}
    </FormDialog>
  );
}
