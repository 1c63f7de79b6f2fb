"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { defaultLocale, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { createDefinitionInput } from "@/modules/coupons/schema/coupons";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { draftFields } from "../form-draft";
import { LocalizedField } from "../localized-field";
import { MachineStep } from "../program/machines/machine-step";
import type { CouponDefinition } from "./coupon-definition";
import { definitionOf, draftOf, SHOWN_AT } from "./definition-draft";
import { DefinitionFields } from "./definition-fields";

interface DefinitionDialogProps {
  /** Null for a new one. */
  definition: CouponDefinition | null;
  tiers: readonly { code: string; name: string }[];
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** What a coupon is good for; those that were issued keep what they were. */
export function DefinitionDialog({ definition, tiers, onReload, onClose }: DefinitionDialogProps) {
  const t = useTranslations("couponDesk");
  const { timeZone } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: async () => {
      showToast("good", t(definition ? "saved" : "created"));
      onClose();
      await queryClient.invalidateQueries();
    },
  };
  const create = useMutation(trpc.coupons.create.mutationOptions(done));
  const update = useMutation(trpc.coupons.update.mutationOptions(done));
  const save = definition ? update : create;
  const read = draftOf(definition, timeZone);
  const form = useProcedureForm({
    schema: createDefinitionInput,
    defaultValues: read,
    latest: read,
    toInput: (typed) => definitionOf(typed, timeZone),
    check: ({ validUntil, validDays }) =>
      validUntil === "" && validDays.trim() === "" ? { validDays: t("faults.end") } : {},
    shownAt: SHOWN_AT,
    mutation: {
      ...save,
      mutate(input) {
        if (!definition) return create.mutate(input);
        const { definitionId, revision } = definition;
        update.mutate({ ...input, definitionId, revision });
      },
    },
  });
  const draft = form.watch();
  const settings = definitionOf(draft, timeZone);
  const definitionId = definition?.definitionId ?? null;
  const { errorOf, change } = draftFields(form, {
    refused: (message) => t("faults.refused", { message }),
    fault: () => t("faults.value"),
  });

  return (
    <FormDialog
      form={form}
      conflict={{ save: save, onReload }}
      title={t(definition ? "editTitle" : "createTitle")}
      description={t(definition ? "editHint" : "createHint")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
      className="sm:max-w-2xl"
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <LocalizedField
          label={(language) => t("fields.name", { language })}
          maxLength={form.boundsOf(`name.${defaultLocale}`).maxLength}
          required={writtenLocales}
          typedIn={(locale) => draft.name[locale]}
          errorOf={(locale) => errorOf(`name.${locale}`)}
          onChange={(locale, typed) => change({ name: { ...draft.name, [locale]: typed } })}
        />
        <LocalizedField
          label={(language) => t("fields.description", { language })}
          maxLength={form.boundsOf(`description.${defaultLocale}`).maxLength}
          required={[]}
          typedIn={(locale) => draft.description[locale]}
          errorOf={(locale) => errorOf(`description.${locale}`)}
          onChange={(locale, typed) =>
            change({ description: { ...draft.description, [locale]: typed } })
          }
        />
      </div>
      <DefinitionFields draft={draft} tiers={tiers} errorOf={errorOf} onChange={change} />
      <Checkbox
        label={t("fields.enabled")}
        hint={t("enabledHint")}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.target.checked })}
      />
      {draft.enabled && createDefinitionInput.safeParse(settings).success ? (
        <MachineStep edit={{ coupon: { definitionId, settings } }} />
      ) : null}
    </FormDialog>
  );
}
