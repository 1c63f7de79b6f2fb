"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FailureLine } from "@/app/(auth)/failure-line";
import { useCodeWords } from "@/app/(auth)/use-code-words";
import { FormField } from "@/app/shell/form-field";
import { PasswordInput } from "@/app/shell/password-input";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { FactorSetup } from "./factor-setup";
import { RecoveryCodes } from "./recovery-codes";

const schema = async () => (await import("@/modules/identity/schema")).changeFactorInput;

/** The second factor of staff; shoppers have none. */
export function FactorPanel({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations("accounts.factor");
  const format = useFormats();
  const trpc = useTRPC();
  const { data: factor } = useQuery(trpc.identity.secondFactor.queryOptions({}));
  const [changing, setChanging] = useState<"renew" | "remove" | null>(null);
  if (!factor) return null;
  const { since, recoveryCodesLeft, isDemanded } = factor;
  return (
    <PanelSection id="second-factor" title={t("title")}>
      {since === null ? (
        <>
          <p className="-mt-2 mb-4 text-ink-soft text-sm">{t("none")}</p>
          <FactorSetup asksPassword={hasPassword} />
        </>
      ) : (
        <>
          <p className="-mt-2 mb-4 text-ink-soft text-sm">
            {t("on", { time: format.date(since), count: recoveryCodesLeft })}
          </p>
          {changing === null ? (
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => setChanging("renew")}>{t("change.renew")}</Button>
              <Button onClick={() => setChanging("remove")}>{t("change.remove")}</Button>
            </div>
          ) : (
            <ChangeForm
              key={changing}
              change={changing}
              hasPassword={hasPassword}
              isDemanded={isDemanded}
              onClose={() => setChanging(null)}
            />
          )}
        </>
      )}
    </PanelSection>
  );
}

interface ChangeFormProps {
  change: "renew" | "remove";
  hasPassword: boolean;
  /** Taken off, another one is set up before anything else. */
  isDemanded: boolean;
  onClose: () => void;
}

function ChangeForm({ change, hasPassword, isDemanded, onClose }: ChangeFormProps) {
  const t = useTranslations("accounts.factor");
  const tAccounts = useTranslations("accounts");
  const tState = useTranslations("common.state");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const finish = () => {
    onClose();
    void queryClient.invalidateQueries({ queryKey: trpc.identity.secondFactor.queryKey() });
  };
  const renew = useMutation(
    trpc.identity.renewRecoveryCodes.mutationOptions({
      onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
    }),
  );
  const remove = useMutation(
    trpc.identity.removeSecondFactor.mutationOptions({
      onSuccess: () => {
        showToast("good", t("removed"));
        if (isDemanded) window.location.assign("/second-factor?next=/console/account");
        else finish();
      },
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { password: "", code: "" },
    toInput: ({ password, code }) => ({
      password: hasPassword ? password : null,
      code: code.trim(),
    }),
    check: ({ code }) => ({ code: code.trim() === "" && t("missing") }),
    words: { code: t("wrong"), password: tAccounts("security.currentWrong") },
    mutation: change === "renew" ? renew : remove,
    open: false,
  });
  return (
    <form onSubmit={form.send} noValidate className="max-w-sm space-y-5">
      <p className="text-sm">{t(`effect.${change}`)}</p>
      {hasPassword ? (
        <FormField form={form} name="password" label={tAccounts("security.currentPassword")}>
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </FormField>
      ) : null}
      <FormField form={form} name="code" label={t("code")} hint={t("hint")}>
        {(control) => <Input {...control} autoComplete="one-time-code" spellCheck={false} />}
      </FormField>
      <FailureLine text={form.failure ? failureText(form.failure) : undefined} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={form.isPending}>
          {t(`change.${change}`)}
        </Button>
        <Button onClick={onClose}>{tState("cancel")}</Button>
      </div>
      {codes ? <RecoveryCodes codes={codes} onClose={finish} /> : null}
    </form>
  );
}
