"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { LoadFailed } from "@/app/shell/load-failed";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { demand } from "@/modules/access/schema/access";
import { setStaffSignInInput } from "@/modules/identity/schema";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { PanelSection } from "@/ui/panel";
import { Select } from "@/ui/select";
import { Skeleton } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";

/** Of whom of the staff a second factor is asked. */
export function StaffSignInPanel() {
  const t = useTranslations("accounts.staffSetting");
  const trpc = useTRPC();
  const query = useQuery(trpc.identity.staffSignIn.queryOptions({}));
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  return (
    <PanelSection id="staff-sign-in" title={t("title")}>
      {query.data ? <SettingForm setting={query.data} /> : <Skeleton className="h-32" />}
    </PanelSection>
  );
}

function SettingForm({ setting }: { setting: Outputs["identity"]["staffSignIn"] }) {
  const t = useTranslations("accounts.staffSetting");
  const tAccounts = useTranslations("accounts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const queryKey = trpc.identity.staffSignIn.queryKey({});
  const { secondFactorFor, revision } = setting;
  const save = useMutation(
    trpc.identity.setStaffSignIn.mutationOptions({
      onSuccess: (saved) => {
        form.reset(form.getValues());
        queryClient.setQueryData(queryKey, saved);
        showToast("good", t("saved"));
      },
      onError: () => void queryClient.invalidateQueries({ queryKey }),
    }),
  );
  const form = useProcedureForm({
    schema: setStaffSignInInput,
    defaultValues: { secondFactorFor },
    latest: { secondFactorFor },
    toInput: (typed) => ({ ...typed, revision }),
    mutation: save,
  });
  return (
    <form onSubmit={form.send} noValidate className="space-y-6">
      <FormField form={form} name="secondFactorFor" label={t("label")} hint={t("hint")}>
        {(control) => (
          <Select {...control}>
            {demand.options.map((one) => (
              <option key={one} value={one}>
                {t(`for.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </FormField>
      {form.failure ? (
        <p role="alert" className="text-seal-ink text-sm">
          {failureOf(form.failure).detail ?? tAccounts("failed")}
        </p>
      ) : null}
      <Button type="submit" variant="primary" pending={save.isPending}>
        {save.isPending ? t("saving") : t("save")}
      </Button>
    </form>
  );
}
