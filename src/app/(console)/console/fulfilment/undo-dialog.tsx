"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { undoInput } from "@/modules/rewards/schema/fulfilment";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import type { ParcelDialogProps } from "./queued-redemption";

/** Takes back that a parcel was shipped. */
export function UndoDialog({ redemption, onClose, onDone }: ParcelDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const trpc = useTRPC();
  const undo = useMutation(
    trpc.rewards.undoShipment.mutationOptions({
      onSuccess: () => {
        showToast("good", t("undone"));
        onDone();
      },
    }),
  );
  const { redemptionId, trackingCode } = redemption;
  const form = useProcedureForm({
    schema: undoInput,
    defaultValues: {},
    toInput: () => ({ redemptionId, trackingCode: trackingCode ?? "" }),
    mutation: undo,
  });
  return (
    <FormDialog
      form={form}
      title={t("undoTitle", { id: redemptionId })}
      description={t("undoText")}
      submit={t("undoSubmit")}
      submitting={t("working")}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
