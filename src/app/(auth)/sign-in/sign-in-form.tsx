"use client";

import { Eye, EyeOff } from "lucide-react";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface Errors {
  email?: string;
  password?: string;
  form?: string;
}

export function SignInForm({ comeBackTo }: { comeBackTo: string }) {
  const t = useTranslations("common.signIn");
  const [errors, setErrors] = useState<Errors>({});
  const [pending, setPending] = useState(false);
  const [shown, setShown] = useState(false);

  function problemsOf(email: string, password: string): Errors {
    return {
      ...(email === ""
        ? { email: t("emailMissing") }
        : /^\S+@\S+$/.test(email)
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
          <Input {...control} name="email" type="email" autoComplete="username" inputMode="email" />
        )}
      </Field>
      <Field label={t("password")} error={errors.password}>
        {(control) => (
          <div className="relative">
            <Input
              {...control}
              name="password"
              type={shown ? "text" : "password"}
              autoComplete="current-password"
              className="pr-12"
            />
            <button
              type="button"
              aria-label={shown ? t("hidePassword") : t("showPassword")}
              onClick={() => setShown(!shown)}
              className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-md text-ink-faint hover:text-ink"
            >
              {shown ? (
                <EyeOff aria-hidden="true" className="size-5" strokeWidth={1.75} />
              ) : (
                <Eye aria-hidden="true" className="size-5" strokeWidth={1.75} />
              )}
            </button>
          </div>
        )}
      </Field>
      <div role="alert">
        {errors.form ? (
          <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">{errors.form}</p>
        ) : null}
      </div>
      <Button type="submit" variant="primary" className="w-full" pending={pending}>
        {pending ? t("submitting") : t("submit")}
      </Button>
    </form>
  );
}
