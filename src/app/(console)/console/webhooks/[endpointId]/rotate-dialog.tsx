"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { rotateInput } from "@/modules/webhooks/schema";
import { useTRPC } from "@/trpc/client";
import { Select } from "@/ui/select";
import { FormDialog } from "../../form-dialog";

const overlaps = [0, 1, 24, 72, 168] as const;

interface RotateDialogProps {
  endpointId: string;
  onClose: () => void;
  onDone: (secret: string) => void;
}

export function RotateDialog({ endpointId, onClose, onDone }: RotateDialogProps) {
  const t = useTranslations("webhooks.rotate");
  const trpc = useTRPC();
  const rotate = useMutation(
    trpc.webhooks.rotate.mutationOptions({ onSuccess: ({ secret }) => onDone(secret) }),
  );
  const form = useProcedureForm({
    schema: rotateInput,
    defaultValues: { overlapHours: "24" },
    toInput: ({ overlapHours }) => ({ endpointId, overlapHours: Number(overlapHours) }),
    mutation: rotate,
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
      <FormField form={form} name="overlapHours" label={t("overlap")}>
        {(control) => (
          <Select {...control}>
            {overlaps.map((hours) => (
              <option key={hours} value={hours}>
                {t("hours", { hours })}
              </option>
            ))}
          </Select>
        )}
      </FormField>
    </FormDialog>
  );
}
