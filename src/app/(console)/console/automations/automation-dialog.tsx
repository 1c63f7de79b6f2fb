"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { defaultLocale, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { createInput } from "@/modules/automations/schema";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { draftFields } from "../form-draft";
import { LocalizedField } from "../localized-field";
import { automationOf, draftOf, SHOWN_AT } from "./automation-draft";
import { AutomationFields } from "./automation-fields";
import type { TierName } from "./automation-words";
import type { Automation } from "./automations-query";

interface AutomationDialogProps {
  /** Null for a new one. */
  automation: Automation | null;
  tiers: readonly TierName[];
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** What an automation is; it gives nothing before it is started. */
export function AutomationDialog({ automation, tiers, onReload, onClose }: AutomationDialogProps) {
  const t = useTranslations("automationDesk");
  const { timeZone } = useFormats();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: async ({ automationId }: { automationId: string }) => {
      showToast("good", t(automation ? "saved" : "created"));
      onClose();
      await queryClient.invalidateQueries();
      if (!automation) router.push(`/console/automations/${automationId}`);
    },
  };
  const create = useMutation(trpc.automations.create.mutationOptions(done));
  const update = useMutation(trpc.automations.update.mutationOptions(done));
  const save = automation ? update : create;
  const read = draftOf(automation, timeZone);
  const form = useProcedureForm({
    schema: createInput,
    defaultValues: read,
    latest: read,
    toInput: (typed) => automationOf(typed, timeZone),
    check: ({ definitionId }) => (definitionId === "" ? { definitionId: t("noCoupon") } : {}),
    shownAt: SHOWN_AT,
    mutation: {
      ...save,
      mutate(input) {
        if (!automation) return create.mutate(input);
        const { automationId, revision } = automation;
        update.mutate({ ...input, automationId, revision });
      },
    },
  });
  const draft = form.watch();
  const { errorOf, change } = draftFields(form, {
    refused: (message) => t("faults.refused", { message }),
    fault: () => t("faults.value"),
  });

  return (
    <FormDialog
      form={form}
      conflict={{ save: save, onReload }}
      title={t(automation ? "editTitle" : "createTitle")}
      description={t(automation ? "editHint" : "createHint")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
      className="sm:max-w-2xl"
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <LocalizedField
          label={(language) => t("fields.name", { language })}
          hint={t("hints.name")}
          maxLength={form.boundsOf(`name.${defaultLocale}`).maxLength}
          required={writtenLocales}
          typedIn={(locale) => draft.name[locale]}
          errorOf={(locale) => errorOf(`name.${locale}`)}
          onChange={(locale, typed) => change({ name: { ...draft.name, [locale]: typed } })}
        />
      </div>
      <AutomationFields
        draft={draft}
        tiers={tiers}
        isKindFixed={automation !== null && automation.countsFrom !== null}
        errorOf={errorOf}
        onChange={change}
      />
    </FormDialog>
  );
}
