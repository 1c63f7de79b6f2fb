"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { PasswordInput } from "@/app/shell/password-input";
import { contactOf } from "@/modules/access/rules/contact";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { FailureLine } from "../failure-line";

interface Errors {
  email?: string;
  password?: string;
  form?: string;
}

export function SignInForm({ comeBackTo }: { comeBackTo: string }) {
  const t = useTranslations("common.signIn");
  const [errors, setErrors] = useState<Errors>({});
  const [pending, setPending] = useState(false);

  function problemsOf(email: string, password: string): Errors {
    return {
      ...(email === ""
        ? { email: t("emailMissing") }
        : // An old account's address may have a form that no new one has.
          /^\S+@\S+$/.test(email) || contactOf(email)
          ? {}
          : { email: t("emailInvalid") }),
      ...(password === "" ? { password: t("passwordMissing") } : {}),
    };
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    const fields = new FormData(form);
    const email = String(fields.get("email")).trim();
    const password = String(fields.get("password"));
    const problems = problemsOf(email, password);
    setErrors(problems);
    const [first] = Object.keys(problems);
    if (first) {
      form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setPending(true);
    try {
      const answer = await signIn("credentials", { email, password, redirect: false });
      if (answer?.ok && !answer.error) {
        // A place within the page is known to the browser alone, which carried it here.
        window.location.assign(`${comeBackTo}${window.location.hash}`);
        return;
      }
      setErrors({ form: refusalFor(answer?.error) });
    } catch {
      setErrors({ form: t("failed") });
    }
    setPending(false);
  }

  function refusalFor(error: string | null | undefined): string {
    if (error === "CredentialsSignin") return t("wrong");
    return error === "RATE_LIMIT_EXCEEDED" ? t("tooMany") : t("failed");
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <Field label={t("email")} error={errors.email}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="text"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label={t("password")} error={errors.password}>
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="current-password" />
        )}
      </Field>
      <FailureLine text={errors.form} />
      <Button type="submit" variant="primary" className="w-full" pending={pending}>
        {pending ? t("submitting") : t("submit")}
      </Button>
    </form>
  );
}
