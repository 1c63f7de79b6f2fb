"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { createOperatorInput, type StaffRole, staffRole } from "@/modules/access/schema/access";
import { PASSWORD_MIN } from "@/modules/access/schema/password";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { FormDialog } from "../form-dialog";

export interface FirstPassword {
  name: string;
  email: string;
  password: string;
}

interface CreateOperatorDialogProps {
  onClose: () => void;
  /** With what has to reach the new person. */
  onDone: (words: string, first: FirstPassword) => void;
}

export function CreateOperatorDialog({ onClose, onDone }: CreateOperatorDialogProps) {
  const t = useTranslations("access.operators");
  const trpc = useTRPC();
  const create = useMutation(
    trpc.access.createOperator.mutationOptions({
      onSuccess: ({ approvalId }, { name, email, password }) =>
        onDone(t(approvalId === null ? "form.done" : "form.waits", { name }), {
          name,
          email,
          password,
        }),
    }),
  );
  const form = useProcedureForm({
    schema: createOperatorInput,
    defaultValues: { name: "", email: "", password: "", role: "operator" as StaffRole },
    toInput: ({ name, email, ...typed }) => ({ ...typed, name: name.trim(), email: email.trim() }),
    // The server looks closer.
    check: ({ email }) => ({
      email: !/^\S+@\S+\.\S+$/.test(email.trim()) && t("form.emailInvalid"),
    }),
    words: {
      name: ({ type }) => (type === "too_small" ? t("form.nameMissing") : undefined),
      // Of an address it is said why: there is an account already, or it is none at all.
      email: ({ message }) => t(message === "has an account" ? "form.taken" : "form.emailInvalid"),
      password: ({ type }) =>
        type === "server" ? t("form.passwordWeak") : t("form.passwordShort", { min: PASSWORD_MIN }),
    },
    mutation: create,
  });

  return (
    <FormDialog
      form={form}
      title={t("form.title")}
      description={t("form.text")}
      submit={t("form.submit")}
      submitting={t("form.submitting")}
      onClose={onClose}
    >
      {(["name", "email", "password"] as const).map((name) => (
        <FormField
          key={name}
          form={form}
          name={name}
          label={t(`form.${name}`)}
          hint={name === "password" ? t("form.passwordHint", { min: PASSWORD_MIN }) : undefined}
        >
          {(control) => (
            <Input {...control} type={name === "email" ? "email" : "text"} autoComplete="off" />
          )}
        </FormField>
      ))}
      <FormField form={form} name="role" label={t("form.role")}>
        {(control) => (
          <Select {...control}>
            {staffRole.options.map((one) => (
              <option key={one} value={one}>
                {t(`roles.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </FormField>
    </FormDialog>
  );
}
