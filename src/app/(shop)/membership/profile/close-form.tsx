"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

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
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const close = useMutation(trpc.profile.close.mutationOptions({ onSuccess: onClosed }));

  const failure = close.error ? failureOf(close.error) : null;
  const isWrong = (path: string) => failure?.fieldErrors.some((fault) => fault.path === path);
  const codeMissed = tried && typed.trim().toUpperCase() !== memberCode;
  const elsewhere = failure && failure.fieldErrors.length === 0;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (close.isPending) return;
    if (typed.trim().toUpperCase() !== memberCode) {
      event.currentTarget.querySelector<HTMLElement>("input")?.focus();
      return;
    }
    close.mutate({ memberCode: typed.trim(), ...(password === "" ? {} : { password }) });
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <ul className="list-disc space-y-1.5 pl-5 text-ink-soft text-sm">
        <li>{t("points", { points })}</li>
        <li>{t("parcels")}</li>
        <li>{t("erased")}</li>
      </ul>
      <Field
        label={t("code", { code: memberCode })}
        error={codeMissed || isWrong("memberCode") ? t("codeWrong") : undefined}
      >
        {(control) => (
          <Input
            {...control}
            required
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={32}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              onTyped(event.target.value !== "" || password !== "");
            }}
          />
        )}
      </Field>
      <Field
        label={t("password")}
        hint={t("passwordHint")}
        error={isWrong("password") ? t("passwordWrong") : undefined}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            maxLength={200}
            value={password}
            onChange={(event) => {
              setPassword(event.target.value);
              onTyped(event.target.value !== "" || typed !== "");
            }}
          />
        )}
      </Field>
      {elsewhere ? (
        <p role="alert" className="text-seal-ink text-sm">
          {failure.detail ?? t("failed")}
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
