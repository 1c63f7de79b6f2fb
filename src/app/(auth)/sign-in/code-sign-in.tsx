"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
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

const schema = async () => (await import("@/modules/access/schema/access")).signInByCodeInput;

interface CodeSignInProps {
  channels: readonly Channel[];
  textsTo: readonly string[];
  comeBackTo: string;
}

export function CodeSignIn({ channels, textsTo, comeBackTo }: CodeSignInProps) {
  const [contact, setContact] = useState("");
  const [asked, setAsked] = useState<AskedCode | null>(null);
  if (!asked) {
    return (
      <AskCode
        purpose="SIGN_IN"
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
        purpose="SIGN_IN"
        asked={asked}
        onAsked={setAsked}
        onBack={() => {
          setContact(asked.contact);
          setAsked(null);
        }}
      />
      <CodeForm ticket={asked.answer.ticket} comeBackTo={comeBackTo} />
    </div>
  );
}

function CodeForm({ ticket, comeBackTo }: { ticket: string; comeBackTo: string }) {
  const t = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const [isStuck, setStuck] = useState(false);
  const signIn = useMutation(
    trpc.access.signInByCode.mutationOptions({
      onSuccess: async ({ pass }) => setStuck(!(await enter(pass, comeBackTo).catch(() => false))),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { code: "" },
    toInput: ({ code }) => ({ ticket, code: code.trim() }),
    check: ({ code }) => ({ code: code.trim().length !== 6 && t("code.missing") }),
    words: { code: t("code.wrong") },
    mutation: signIn,
    open: false,
  });
  const isPending = signIn.isPending || (signIn.isSuccess && !isStuck);
  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <FormField form={form} name="code" label={t("code.label")}>
        {(control) => <CodeInput {...control} autoFocus />}
      </FormField>
      <FailureLine
        text={isStuck ? t("failed") : form.failure ? failureText(form.failure) : undefined}
      />
      <Button type="submit" variant="primary" className="w-full" pending={isPending}>
        {isPending ? t("signIn.submitting") : t("signIn.submit")}
      </Button>
    </form>
  );
}
