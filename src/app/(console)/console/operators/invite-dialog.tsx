"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { type StaffRole, staffRole } from "@/modules/access/schema/access";
import { inviteInput } from "@/modules/identity/schema";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { FormDialog } from "../form-dialog";

interface InviteDialogProps {
  onClose: () => void;
  onDone: (words: string) => void;
}

/** Sends somebody a link by which they make their own account. */
export function InviteDialog({ onClose, onDone }: InviteDialogProps) {
  const t = useTranslations("access.operators");
  const trpc = useTRPC();
  const invite = useMutation(
    trpc.identity.invite.mutationOptions({
      onSuccess: (_, { email }) => onDone(t("invite.done", { email })),
    }),
  );
  const form = useProcedureForm({
    schema: inviteInput,
    defaultValues: { name: "", email: "", role: "operator" as StaffRole },
    toInput: ({ name, email, role }) => ({ name: name.trim(), email: email.trim(), role }),
    // The server looks closer.
    check: ({ email }) => ({
      email: !/^\S+@\S+\.\S+$/.test(email.trim()) && t("form.emailInvalid"),
    }),
    words: {
      name: ({ type }) => (type === "too_small" ? t("form.nameMissing") : undefined),
      email: ({ message }) => {
        if (message === "no mail server") return t("invite.noMail");
        return t(message === "has an account" ? "form.taken" : "form.emailInvalid");
      },
    },
    mutation: invite,
  });
  return (
    <FormDialog
      form={form}
      title={t("invite.title")}
      description={t("invite.text")}
      submit={t("invite.submit")}
      submitting={t("invite.submitting")}
      onClose={onClose}
    >
      {(["name", "email"] as const).map((name) => (
        <FormField key={name} form={form} name={name} label={t(`form.${name}`)}>
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
