"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CodeInput } from "@/app/(auth)/code-input";
import { FailureLine } from "@/app/(auth)/failure-line";
import { useCodeWords } from "@/app/(auth)/use-code-words";
import { FormField } from "@/app/shell/form-field";
import { PasswordInput } from "@/app/shell/password-input";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { QrCode } from "@/ui/qr-code";
import { RecoveryCodes } from "./recovery-codes";

const schema = async () => (await import("@/modules/identity/schema")).enrolFactorInput;

interface FactorSetupProps {
  /** Of whoever is signed in already and has one. */
  asksPassword: boolean;
  /** Where to go from there; by itself it stays. */
  comeBackTo?: string;
}

/** An authenticator app: scanned, shown a code of, and then the recovery codes. */
export function FactorSetup({ asksPassword, comeBackTo }: FactorSetupProps) {
  const t = useTranslations("accounts.factor.setup");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useMutation(trpc.identity.beginSecondFactor.mutationOptions());

  function finish(): void {
    if (comeBackTo !== undefined) {
      window.location.assign(`${comeBackTo}${window.location.hash}`);
      return;
    }
    setCodes(null);
    begin.reset();
    void queryClient.invalidateQueries();
  }

  return (
    <>
      {begin.data ? (
        <SetupForm
          offered={begin.data}
          asksPassword={asksPassword}
          onDone={setCodes}
          onAnew={() => begin.mutate({})}
        />
      ) : (
        <div className="space-y-4">
          <FailureLine text={begin.error ? failureText(begin.error) : undefined} />
          <Button variant="primary" pending={begin.isPending} onClick={() => begin.mutate({})}>
            {t("begin")}
          </Button>
        </div>
      )}
      {codes ? <RecoveryCodes codes={codes} onClose={finish} /> : null}
    </>
  );
}

interface SetupFormProps {
  offered: Outputs["identity"]["beginSecondFactor"];
  asksPassword: boolean;
  onDone: (codes: readonly string[]) => void;
  onAnew: () => void;
}

function SetupForm({ offered, asksPassword, onDone, onAnew }: SetupFormProps) {
  const t = useTranslations("accounts.factor.setup");
  const tAccounts = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const enrol = useMutation(
    trpc.identity.enrolSecondFactor.mutationOptions({
      onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { code: "", password: "", offer: "" },
    toInput: ({ code, password }) => ({
      offer: offered.offer,
      code: code.replace(/\s/g, ""),
      password: asksPassword ? password : null,
    }),
    check: ({ code }) => ({
      code: code.replace(/\s/g, "").length !== 6 && tAccounts("code.missing"),
    }),
    words: { code: t("wrong"), password: tAccounts("security.currentWrong"), offer: t("tooOld") },
    mutation: enrol,
    open: false,
  });
  const tooOld = form.formState.errors.offer?.message;
  return (
    <form onSubmit={form.send} noValidate className="max-w-sm space-y-5">
      <div>
        <p className="text-ink-soft text-sm">{t("scan")}</p>
        <QrCode
          text={offered.uri}
          label={t("qr")}
          className="mt-3 block w-44 rounded-md border border-line"
        />
        <p className="mt-3 text-ink-soft text-sm">
          {t("byHand")}
          <code className="mt-1 block select-all break-all text-ink">
            {offered.secret.replace(/(.{4})/g, "$1 ").trim()}
          </code>
        </p>
      </div>
      <FormField form={form} name="code" label={t("code")}>
        {(control) => <CodeInput {...control} />}
      </FormField>
      {asksPassword ? (
        <FormField form={form} name="password" label={tAccounts("security.currentPassword")}>
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </FormField>
      ) : null}
      <FailureLine text={tooOld ?? (form.failure ? failureText(form.failure) : undefined)} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={enrol.isPending}>
          {enrol.isPending ? t("submitting") : t("submit")}
        </Button>
        {tooOld ? <Button onClick={onAnew}>{t("anew")}</Button> : null}
      </div>
    </form>
  );
}
