"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { PasswordInput } from "@/app/shell/password-input";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { NewPasswordField } from "./new-password-field";

const schema = async () => (await import("@/modules/access/schema/access")).changePasswordInput;

const EMPTY = { currentPassword: "", password: "" };

export function PasswordForm() {
  const t = useTranslations("accounts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.access.changePassword.mutationOptions({
      onSuccess: async () => {
        form.reset(EMPTY);
        showToast("good", t("security.changed"));
        await queryClient.invalidateQueries({ queryKey: trpc.access.sessions.queryKey() });
      },
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: EMPTY,
    toInput: (typed) => typed,
    words: { currentPassword: t("security.currentWrong"), password: t("password.weak") },
    mutation: change,
  });
  return (
    <form onSubmit={form.send} noValidate className="max-w-sm space-y-5">
      <FormField form={form} name="currentPassword" label={t("security.currentPassword")}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </FormField>
      <NewPasswordField form={form} />
      {form.failure ? (
        <p role="alert" className="text-seal-ink text-sm">
          {failureOf(form.failure).detail ?? t("failed")}
        </p>
      ) : null}
      <Button type="submit" variant="primary" pending={change.isPending}>
        {change.isPending ? t("security.changing") : t("security.change")}
      </Button>
    </form>
  );
}
