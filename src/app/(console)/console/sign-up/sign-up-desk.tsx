"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { LoadFailed } from "@/app/shell/load-failed";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { setSignUpInput } from "@/modules/identity/schema";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { Skeleton } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";

/** By which addresses customers may become members, and what they agree to. */
export function SignUpDesk() {
  const trpc = useTRPC();
  const query = useQuery(trpc.identity.signUpSetting.queryOptions({}));
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  if (!query.data) return <Skeleton className="h-64" />;
  return <SettingForm setting={query.data} />;
}

function SettingForm({ setting }: { setting: Outputs["identity"]["signUpSetting"] }) {
  const t = useTranslations("accounts.setting");
  const tAccounts = useTranslations("accounts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const latest = {
    byEmail: setting.byEmail,
    byPhone: setting.byPhone,
    termsUrl: setting.termsUrl ?? "",
  };
  const queryKey = trpc.identity.signUpSetting.queryKey({});
  const save = useMutation(
    trpc.identity.setSignUp.mutationOptions({
      onSuccess: (saved) => {
        form.reset(form.getValues());
        queryClient.setQueryData(queryKey, saved);
        showToast("good", t("saved"));
      },
      onError: () => void queryClient.invalidateQueries({ queryKey }),
    }),
  );
  const form = useProcedureForm({
    schema: setSignUpInput,
    defaultValues: latest,
    latest,
    toInput: ({ byEmail, byPhone, termsUrl }) => ({
      byEmail,
      byPhone,
      termsUrl: termsUrl.trim() === "" ? null : termsUrl.trim(),
      revision: setting.revision,
    }),
    words: { termsUrl: t("termsInvalid") },
    mutation: save,
  });
  const missing = (channel: "EMAIL" | "SMS", words: string) =>
    setting.codesBy.includes(channel) ? null : (
      <p className="mb-2 ml-8 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">{words}</p>
    );
  return (
    <form onSubmit={form.send} noValidate>
      <PanelSection id="sign-up" title={t("customers")}>
        <div className="space-y-6">
          <div>
            <Checkbox
              label={t("byEmail")}
              hint={t("byEmailHint")}
              checked={form.watch("byEmail")}
              onChange={({ target }) => form.change("byEmail", target.checked)}
            />
            {missing("EMAIL", t("emailMissing"))}
            <Checkbox
              label={t("byPhone")}
              hint={t("byPhoneHint")}
              checked={form.watch("byPhone")}
              onChange={({ target }) => form.change("byPhone", target.checked)}
            />
            {missing("SMS", t("smsMissing"))}
          </div>
          <FormField form={form} name="termsUrl" label={t("termsUrl")} hint={t("termsHint")}>
            {(control) => <Input {...control} type="url" inputMode="url" placeholder="https://" />}
          </FormField>
          {form.failure ? (
            <p role="alert" className="text-seal-ink text-sm">
              {failureOf(form.failure).detail ?? tAccounts("failed")}
            </p>
          ) : null}
          <Button type="submit" variant="primary" pending={save.isPending}>
            {save.isPending ? t("saving") : t("save")}
          </Button>
        </div>
      </PanelSection>
    </form>
  );
}
