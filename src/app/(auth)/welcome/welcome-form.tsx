"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { NewPasswordField } from "@/app/security/new-password-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Skeleton } from "@/ui/skeleton";
import { enter } from "../enter";
import { FailureLine } from "../failure-line";
import { useCodeWords } from "../use-code-words";

const schema = async () => (await import("@/modules/identity/schema")).followLinkInput;

const HOME = "/console";

/** Reads what stands behind the # of the link, and says what it is for. */
export function WelcomeForm() {
  const t = useTranslations("accounts.welcome");
  const tState = useTranslations("common.state");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const token = useRef("");
  const [isEmpty, setEmpty] = useState(false);
  const look = useMutation(trpc.identity.lookAtLink.mutationOptions());
  const { mutate } = look;
  useEffect(() => {
    // Once: the address is rid of it at once, so that nobody finds it in the history.
    if (token.current !== "") return;
    token.current = window.location.hash.slice(1);
    window.history.replaceState(null, "", window.location.pathname);
    if (token.current === "") setEmpty(true);
    else mutate({ token: token.current });
  }, [mutate]);

  if (look.data) return <PasswordForm token={token.current} link={look.data} />;
  const isDead = isEmpty || failureOf(look.error).code === "VALIDATION_FAILED";
  if (isDead) return <EmptyState title={t("dead")} hint={t("deadHint")} />;
  if (look.error) {
    return (
      <div className="space-y-4">
        <FailureLine text={failureText(look.error)} />
        <Button onClick={() => look.mutate({ token: token.current })}>{tState("retry")}</Button>
      </div>
    );
  }
  return <Skeleton className="h-40" />;
}

interface PasswordFormProps {
  token: string;
  link: Outputs["identity"]["lookAtLink"];
}

function PasswordForm({ token, link }: PasswordFormProps) {
  const t = useTranslations("accounts.welcome");
  const tAccounts = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const [isStuck, setStuck] = useState(false);
  const use = useMutation(
    trpc.identity.followLink.mutationOptions({
      onSuccess: async ({ pass }) => setStuck(!(await enter(pass, HOME).catch(() => false))),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { password: "" },
    toInput: ({ password }) => ({ token, password }),
    words: { password: tAccounts("password.weak") },
    shownAt: { token: "password" },
    mutation: use,
    open: false,
  });
  const isPending = use.isPending || (use.isSuccess && !isStuck);
  const { name, email } = link;
  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <p className="text-ink-soft">{t(`for.${link.kind}`, { name, email })}</p>
      {/* Browsers keep the password with the address that it is of. */}
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField form={form} autoFocus />
      <FailureLine
        text={isStuck ? tAccounts("failed") : form.failure ? failureText(form.failure) : undefined}
      />
      <Button type="submit" variant="primary" className="w-full" pending={isPending}>
        {isPending ? t("submitting") : t(`submit.${link.kind}`)}
      </Button>
    </form>
  );
}
