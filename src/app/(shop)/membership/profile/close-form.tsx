"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";

const schema = async () => (await import("@/modules/profile/schema")).closeSelfInput;

interface CloseFormProps {
  memberCode: string;
  points: number;
  onCancel: () => void;
  onClosed: () => void;
  /** Whether something would be lost with the form. */
  onTyped: (isTyped: boolean) => void;
}

export function CloseForm({ memberCode, points, onCancel, onClosed, onTyped }: CloseFormProps) {
  const t = useTranslations("profile.closing");
  const trpc = useTRPC();
  const close = useMutation(trpc.profile.close.mutationOptions({ onSuccess: onClosed }));
  const form = useProcedureForm({
    schema,
    defaultValues: { memberCode: "", password: "" },
    toInput: ({ memberCode: typed, password }) => ({
      memberCode: typed.trim(),
      ...(password === "" ? {} : { password }),
    }),
    check: ({ memberCode: typed }) => ({
      memberCode: typed.trim().toUpperCase() !== memberCode && t("codeWrong"),
    }),
    words: { memberCode: t("codeWrong"), password: t("passwordWrong") },
    mutation: close,
  });
  const { failure, isUnsaved } = form;
  useEffect(() => onTyped(isUnsaved), [onTyped, isUnsaved]);

  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <ul className="list-disc space-y-1.5 pl-5 text-ink-soft text-sm">
        <li>{t("points", { points })}</li>
        <li>{t("parcels")}</li>
        <li>{t("erased")}</li>
      </ul>
      <FormField form={form} name="memberCode" label={t("code", { code: memberCode })}>
        {(control) => (
          <Input {...control} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
        )}
      </FormField>
      <FormField form={form} name="password" label={t("password")} hint={t("passwordHint")}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </FormField>
      {failure ? (
        <p role="alert" className="text-seal-ink text-sm">
          {failureOf(failure).detail ?? t("failed")}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" pending={close.isPending}>
          {close.isPending ? t("submitting") : t("submit")}
        </Button>
      </div>
    </form>
  );
}
