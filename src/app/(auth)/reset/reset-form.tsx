"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NewPasswordField } from "@/app/security/new-password-field";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { AskCode, type AskedCode } from "../ask-code";
import { CodeInput } from "../code-input";
import { CodeSent } from "../code-sent";
import { enter } from "../enter";
import { FailureLine } from "../failure-line";
import { type Channel, useCodeWords } from "../use-code-words";

const schema = async () => (await import("@/modules/access/schema/access")).resetPasswordInput;

interface ResetFormProps {
  channels: readonly Channel[];
  textsTo: readonly string[];
  comeBackTo: string;
}

export function ResetForm({ channels, textsTo, comeBackTo }: ResetFormProps) {
  const [contact, setContact] = useState("");
  const [asked, setAsked] = useState<AskedCode | null>(null);
  if (!asked) {
    return (
      <AskCode
        purpose="RESET"
        channels={channels}
        textsTo={textsTo}
        contact={contact}
        onAsked={setAsked}
      />
    );
  }
  return (
    <div className="space-y-6">
      <CodeSent
        purpose="RESET"
        asked={asked}
        onAsked={setAsked}
        onBack={() => {
          setContact(asked.contact);
          setAsked(null);
        }}
      />
      <PasswordForm ticket={asked.answer.ticket} comeBackTo={comeBackTo} />
    </div>
  );
}

function PasswordForm({ ticket, comeBackTo }: { ticket: string; comeBackTo: string }) {
  const t = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const [isStuck, setStuck] = useState(false);
  const reset = useMutation(
    trpc.access.resetPassword.mutationOptions({
      onSuccess: async ({ pass }) => setStuck(!(await enter(pass, comeBackTo).catch(() => false))),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { code: "", password: "" },
    toInput: ({ code, password }) => ({ ticket, code: code.trim(), password }),
    check: ({ code }) => ({ code: code.trim().length !== 6 && t("code.missing") }),
    words: { code: t("code.wrong"), password: t("password.weak") },
    mutation: reset,
    open: false,
  });
  const isPending = reset.isPending || (reset.isSuccess && !isStuck);
  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <FormField form={form} name="code" label={t("code.label")}>
        {(control) => <CodeInput {...control} autoFocus />}
      </FormField>
      <NewPasswordField form={form} />
      <FailureLine
        text={isStuck ? t("failed") : form.failure ? failureText(form.failure) : undefined}
      />
      <Button type="submit" variant="primary" className="w-full" pending={isPending}>
        {isPending ? t("reset.submitting") : t("reset.submit")}
      </Button>
    </form>
  );
}
