"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { PasswordInput } from "@/app/shell/password-input";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { PASSWORD_MIN } from "@/modules/access/schema/password";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { AskCode, type AskedCode } from "../ask-code";
import { CodeInput } from "../code-input";
import { CodeSent } from "../code-sent";
import { enter } from "../enter";
import { FailureLine } from "../failure-line";
import { type Channel, useCodeWords } from "../use-code-words";

const schema = async () => (await import("@/modules/identity/schema")).signUpInput;

interface JoinFormProps {
  channels: readonly Channel[];
  textsTo: readonly string[];
  termsUrl: string | null;
  comeBackTo: string;
}

/** First the address, then what makes an account of it. */
export function JoinForm({ channels, textsTo, termsUrl, comeBackTo }: JoinFormProps) {
  const [contact, setContact] = useState("");
  const [asked, setAsked] = useState<AskedCode | null>(null);
  if (!asked) {
    return (
      <AskCode
        purpose="SIGN_UP"
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
        purpose="SIGN_UP"
        asked={asked}
        onAsked={setAsked}
        onBack={() => {
          setContact(asked.contact);
          setAsked(null);
        }}
      />
      <AccountForm ticket={asked.answer.ticket} termsUrl={termsUrl} comeBackTo={comeBackTo} />
    </div>
  );
}

interface AccountFormProps extends Pick<JoinFormProps, "termsUrl" | "comeBackTo"> {
  ticket: string;
}

function AccountForm({ ticket, termsUrl, comeBackTo }: AccountFormProps) {
  const t = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const [isStuck, setStuck] = useState(false);
  const join = useMutation(
    trpc.identity.signUp.mutationOptions({
      onSuccess: async ({ pass }) => setStuck(!(await enter(pass, comeBackTo).catch(() => false))),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { code: "", nickname: "", password: "", termsUrl: false },
    toInput: ({ code, nickname, password, termsUrl: agrees }) => ({
      ticket,
      code: code.trim(),
      password: password === "" ? null : password,
      ...(nickname.trim() === "" ? {} : { nickname }),
      termsUrl: agrees ? termsUrl : null,
    }),
    check: ({ code, termsUrl: agrees }) => ({
      code: code.trim().length !== 6 && t("code.missing"),
      termsUrl: termsUrl !== null && !agrees && t("join.agreeMissing"),
    }),
    words: {
      code: t("code.wrong"),
      password: t("password.weak"),
      termsUrl: t("join.termsChanged"),
    },
    mutation: join,
    open: false,
  });
  const isPending = join.isPending || (join.isSuccess && !isStuck);
  const count = PASSWORD_MIN;
  const terms = form.formState.errors.termsUrl?.message;
  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <FormField form={form} name="code" label={t("code.label")}>
        {(control) => <CodeInput {...control} autoFocus />}
      </FormField>
      <FormField form={form} name="nickname" label={t("join.nickname")}>
        {(control) => <Input {...control} autoComplete="nickname" />}
      </FormField>
      <FormField
        form={form}
        name="password"
        label={t("password.optional")}
        hint={t("password.optionalHint", { count })}
      >
        {(control) => <PasswordInput {...control} autoComplete="new-password" />}
      </FormField>
      {termsUrl === null ? null : (
        <div>
          <Checkbox
            checked={form.watch("termsUrl")}
            onChange={({ target }) => form.change("termsUrl", target.checked)}
            aria-invalid={terms ? true : undefined}
            aria-describedby={terms ? "terms-error" : undefined}
            label={t.rich("join.agree", {
              link: (words) => (
                <a
                  href={termsUrl}
                  target="_blank"
                  rel="noreferrer"
                  className="underline underline-offset-4"
                >
                  {words}
                </a>
              ),
            })}
          />
          {terms ? (
            <p id="terms-error" className="text-seal-ink text-sm">
              {terms}
            </p>
          ) : null}
        </div>
      )}
      <FailureLine
        text={isStuck ? t("failed") : form.failure ? failureText(form.failure) : undefined}
      />
      <Button type="submit" variant="primary" className="w-full" pending={isPending}>
        {isPending ? t("join.submitting") : t("join.submit")}
      </Button>
    </form>
  );
}
