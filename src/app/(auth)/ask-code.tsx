"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { contactOf, NO_TEXTS_THERE } from "@/modules/access/rules/contact";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { FailureLine } from "./failure-line";
import { type Channel, useCodeWords } from "./use-code-words";

const schema = async () => (await import("@/modules/access/schema/access")).askCodeInput;

/** A code that is on its way, and the address as it was typed. */
export interface AskedCode {
  contact: string;
  answer: Outputs["access"]["askCode"];
}

interface AskCodeProps {
  purpose: "SIGN_UP" | "SIGN_IN" | "RESET";
  channels: readonly Channel[];
  /** Calling codes that text messages go to; * for all. */
  textsTo: readonly string[];
  /** What was typed before. */
  contact: string;
  onAsked: (asked: AskedCode) => void;
}

/** The first step: where the code is to go. */
export function AskCode({ purpose, channels, textsTo, contact, onAsked }: AskCodeProps) {
  const t = useTranslations("accounts");
  const { kindOf, failureText, phoneHint } = useCodeWords();
  const trpc = useTRPC();
  const { label, said: kind } = kindOf(channels);
  const ask = useMutation(
    trpc.access.askCode.mutationOptions({
      onSuccess: (answer, asked) => onAsked({ contact: asked.contact, answer }),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { contact },
    toInput: ({ contact: typed }) => ({ purpose, contact: typed.trim() }),
    check: ({ contact: typed }) => {
      const found = contactOf(typed);
      if (typed.trim() === "") return { contact: t("contact.missing", { kind }) };
      if (!found) return { contact: t("contact.invalid", { kind }) };
      return { contact: !channels.includes(found.channel) && t("contact.notOffered", { kind }) };
    },
    words: {
      contact: ({ message }) =>
        message === NO_TEXTS_THERE ? t("contact.notServed") : t("contact.notOffered", { kind }),
    },
    mutation: ask,
    open: false,
  });
  const [only] = channels;
  const isOf = (channel: Channel) => channels.length === 1 && only === channel;
  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <FormField
        form={form}
        name="contact"
        label={label}
        hint={channels.includes("SMS") ? phoneHint(textsTo) : undefined}
      >
        {(control) => (
          <Input
            {...control}
            type={isOf("SMS") ? "tel" : isOf("EMAIL") ? "email" : "text"}
            inputMode={isOf("SMS") ? "tel" : "email"}
            autoComplete={isOf("SMS") ? "tel" : "username"}
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </FormField>
      <FailureLine text={form.failure ? failureText(form.failure) : undefined} />
      <Button type="submit" variant="primary" className="w-full" pending={ask.isPending}>
        {ask.isPending ? t("code.sending") : t("code.send")}
      </Button>
    </form>
  );
}
