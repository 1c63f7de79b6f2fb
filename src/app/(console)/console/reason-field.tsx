"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FieldPath, FieldValues } from "react-hook-form";
import { FormField } from "@/app/shell/form-field";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";
import { Textarea } from "@/ui/textarea";

interface ReasonFieldProps<Values extends FieldValues, Input extends FieldValues> {
  form: ProcedureForm<Values, Input>;
  hint?: ReactNode;
  disabled?: boolean;
  onTyped?: () => void;
}

/** Why somebody does it, wherever a procedure takes a `reason`. */
export function ReasonField<
  Values extends FieldValues & { reason: string },
  Input extends FieldValues,
>({ form, hint, disabled, onTyped }: ReasonFieldProps<Values, Input>) {
  const t = useTranslations("console.reason");
  return (
    <FormField form={form} name={"reason" as FieldPath<Values>} label={t("label")} hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          disabled={disabled}
          onChange={(event) => {
            control.onChange(event);
            onTyped?.();
          }}
        />
      )}
    </FormField>
  );
}

/** The words for a reason at fault. */
export function useReasonWords() {
  const t = useTranslations("console.reason");
  return ({ type }: { type: string }) =>
    type === "too_small" ? t("missing") : type === "custom" ? t("invisible") : undefined;
}
