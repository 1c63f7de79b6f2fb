"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { LoadFailed } from "@/app/shell/load-failed";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { setGuestsInput } from "@/modules/guests/schema";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { Skeleton } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";

/** How far back guests' orders are claimed, and the key under which the shop names guests. */
export function GuestsDesk() {
  const t = useTranslations("accounts.guests");
  const trpc = useTRPC();
  const query = useQuery(trpc.guests.setting.queryOptions({}));
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  return (
    <PanelSection id="guests" title={t("title")}>
      <p className="-mt-2 mb-6 text-ink-soft">{t("lead")}</p>
      {query.data ? (
        <div className="space-y-8">
          <DaysForm setting={query.data} />
          <GuestSecret />
        </div>
      ) : (
        <Skeleton className="h-48" />
      )}
    </PanelSection>
  );
}

function DaysForm({ setting }: { setting: Outputs["guests"]["setting"] }) {
  const t = useTranslations("accounts.guests");
  const tAccounts = useTranslations("accounts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const latest = { claimDays: String(setting.claimDays) };
  const queryKey = trpc.guests.setting.queryKey({});
  const save = useMutation(
    trpc.guests.setSetting.mutationOptions({
      onSuccess: (saved) => {
        form.reset(form.getValues());
        queryClient.setQueryData(queryKey, saved);
        showToast("good", t("saved"));
      },
      onError: () => void queryClient.invalidateQueries({ queryKey }),
    }),
  );
  const form = useProcedureForm({
    schema: setGuestsInput,
    defaultValues: latest,
    latest,
    toInput: ({ claimDays }) => ({
      claimDays: /^\d{1,4}$/.test(claimDays.trim()) ? Number(claimDays) : Number.NaN,
      revision: setting.revision,
    }),
    words: { claimDays: t("daysInvalid") },
    mutation: save,
  });
  return (
    <form onSubmit={form.send} noValidate className="space-y-4">
      <FormField form={form} name="claimDays" label={t("days")} hint={t("daysHint")}>
        {(control) => <Input {...control} inputMode="numeric" className="max-w-32" />}
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

/** Shown when it is asked for: that somebody looked is in the audit log. */
function GuestSecret() {
  const t = useTranslations("accounts.guests");
  const trpc = useTRPC();
  const show = useMutation(trpc.guests.showSecret.mutationOptions());
  return (
    <div className="space-y-3">
      <div>
        <h3 className="font-medium">{t("key")}</h3>
        <p className="mt-1 text-ink-soft text-sm">{t("keyHint")}</p>
      </div>
      {show.data ? (
        <code className="block select-all break-all rounded-md bg-sunken px-3 py-2 text-sm">
          {show.data.secret}
        </code>
      ) : (
        <Button pending={show.isPending} onClick={() => show.mutate({})}>
          {show.isPending ? t("showing") : t("show")}
        </Button>
      )}
      {show.error ? (
        <p role="alert" className="text-seal-ink text-sm">
          {failureOf(show.error).detail}
        </p>
      ) : null}
    </div>
  );
}
