"use client";

import { useTranslations } from "next-intl";
import type { FieldPath, FieldValues } from "react-hook-form";
import { FormField } from "@/app/shell/form-field";
import { PasswordInput } from "@/app/shell/password-input";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";
import { PASSWORD_MIN } from "@/modules/access/schema/password";

interface NewPasswordFieldProps<
  Values extends FieldValues & { password: string },
  Input extends FieldValues,
> {
  form: ProcedureForm<Values, Input>;
  autoFocus?: boolean;
}

/** The password that somebody chooses, wherever they do. */
export function NewPasswordField<
  Values extends FieldValues & { password: string },
  Input extends FieldValues,
>({ form, autoFocus = false }: NewPasswordFieldProps<Values, Input>) {
  const t = useTranslations("accounts.password");
  return (
    <FormField
      form={form}
      name={"password" as FieldPath<Values>}
      label={t("new")}
      hint={t("hint", { count: PASSWORD_MIN })}
    >
      {(control) => (
        <PasswordInput {...control} autoFocus={autoFocus} autoComplete="new-password" />
      )}
    </FormField>
  );
}
