"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import {
  type ReturnOutcome,
  returnInput,
  returnOutcome,
} from "@/modules/rewards/schema/fulfilment";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { SegmentedControl } from "@/ui/segmented-control";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { ReasonField, useReasonWords } from "../reason-field";
import type { ParcelDialogProps } from "./queued-redemption";

/** A parcel came back: what becomes of its points and its pieces. */
export function ReturnDialog({ redemption, onClose, onDone }: ParcelDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const format = useFormats();
  const trpc = useTRPC();
  const back = useMutation(
    trpc.rewards.returnParcel.mutationOptions({
      onSuccess: () => {
        showToast("good", t("returned"));
        onDone();
      },
    }),
  );
  const { redemptionId, trackingCode, pointsCost } = redemption;
  const form = useProcedureForm({
    schema: returnInput,
    defaultValues: { outcome: "REFUND" as ReturnOutcome, restock: true, reason: "" },
    toInput: ({ outcome, restock, reason }) => ({
      ...{ redemptionId, outcome },
      trackingCode: trackingCode ?? "",
      restock: restock && outcome !== "RESHIP",
      reason: reason.trim(),
    }),
    words: { reason: useReasonWords() },
    mutation: back,
  });
  const outcome = form.watch("outcome");
  return (
    <FormDialog
      form={form}
      title={t("returnTitle", { id: redemptionId })}
      description={t(`returnTexts.${outcome}`, { points: format.points(pointsCost) })}
      submit={t("returnSubmit")}
      submitting={t("working")}
      onClose={onClose}
    >
      <SegmentedControl
        label={t("outcome")}
        value={outcome}
        onChange={(next) => form.change("outcome", next)}
        options={returnOutcome.options.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
      />
      {outcome === "RESHIP" ? null : (
        <Checkbox label={t("restock")} hint={t("restockHint")} {...form.register("restock")} />
      )}
      <ReasonField form={form} hint={t("reasonHint")} />
    </FormDialog>
  );
}
