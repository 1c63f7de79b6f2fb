"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FieldError, get } from "react-hook-form";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { defaultLocale, locales, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { saveInput } from "@/modules/benefits/schema/benefits";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { editsOfBenefit } from "../drafts/edits-between";
import { IntoDraft } from "../drafts/into-draft";
import { FormDialog } from "../form-dialog";
import { LocalizedField } from "../localized-field";
import { MachineStep } from "../program/machines/machine-step";
import { ReasonField, useReasonWords } from "../reason-field";
import type { Benefit } from "./benefit";
import {
  type BenefitDraft,
  definitionOf,
  draftOfBenefit,
  faultIn,
  faultsOfBenefit,
} from "./benefit-draft";
import { ParamInput } from "./param-input";
import { paramFields } from "./param-schema";
import { QuotaAndWindow } from "./quota-and-window";

interface BenefitDialogProps {
  /** Null for a new one. */
  benefit: Benefit | null;
  types: Outputs["benefits"]["list"]["types"];
  versionId: string;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** Everything about one benefit; its type says which parameters it asks for. */
export function BenefitDialog({
  benefit,
  types,
  versionId,
  onReload,
  onClose,
}: BenefitDialogProps) {
  const t = useTranslations("benefitsDesk");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.benefits.save.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", t(approvalId ? "waits" : "saved"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const base = draftOfBenefit(benefit, types[0]?.type ?? "", format.timeZone);
  const fieldsOf = (chosen: string) =>
    paramFields(types.find(({ type }) => type === chosen)?.params ?? {});
  // Of the parameters only what was typed, so that each of the others follows the version in force.
  const whole = (typed: BenefitDraft): BenefitDraft => ({
    ...typed,
    params: { ...(typed.type === base.type ? base.params : {}), ...typed.params },
  });
  const read = { ...base, params: {}, reason: "" };
  const form = useProcedureForm({
    schema: saveInput,
    defaultValues: read,
    latest: read,
    toInput: ({ reason, ...typed }) => ({
      expectedVersion: versionId,
      reason: reason.trim(),
      benefit: definitionOf(whole(typed), fieldsOf(typed.type), format.timeZone),
    }),
    check: (typed) => {
      const found = faultsOfBenefit(whole(typed), fieldsOf(typed.type), format.timeZone);
      return Object.fromEntries(
        Object.entries(found).map(([field, fault]) => [field, t(`faults.${fault}`)]),
      );
    },
    shownAt: {
      "benefit.quota.limit": "quota",
      ...Object.fromEntries(
        [
          "id",
          ...locales.map((locale) => `name.${locale}`),
          "quota",
          "validFrom",
          "validUntil",
          ...types.flatMap(({ params }) => paramFields(params).map(({ name }) => `params.${name}`)),
        ].map((field) => [`benefit.${field}`, field]),
      ),
    },
    words: { reason: useReasonWords() },
    mutation: save,
  });
  const draft = whole(form.watch());
  const definition = definitionOf(draft, fieldsOf(draft.type), format.timeZone);
  const { errors } = form.formState;
  const fields = fieldsOf(draft.type);

  function change(changed: Partial<BenefitDraft>): void {
    const faulty = Object.keys(errors) as (keyof BenefitDraft)[];
    for (const [field, value] of Object.entries(changed)) {
      form.change(field as keyof BenefitDraft, value, faulty);
    }
  }

  function errorOf(field: string): string | undefined {
    const fault: FieldError | undefined = get(errors, field);
    if (fault?.type === "server") return t("faults.refused", { message: fault.message ?? "" });
    return fault?.type === "page" ? fault.message : fault && t(`faults.${faultIn(field)}`);
  }

  const id = (
    <Field label={t("fields.id")} hint={t("idHint")} error={errorOf("id")}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          {...form.boundsOf("benefit.id")}
          value={draft.id}
          onChange={(event) => change({ id: event.target.value.toUpperCase() })}
        />
      )}
    </Field>
  );

  return (
    <FormDialog
      form={form}
      conflict={{ save: save, onReload }}
      title={t(benefit ? "editTitle" : "createTitle")}
      description={t("atOnce")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
      className="sm:max-w-2xl"
    >
      {benefit ? null : (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label={t("fields.type")}>
            {(control) => (
              <Select
                {...control}
                value={draft.type}
                onChange={(event) => change({ type: event.target.value, params: {} })}
              >
                {types.map(({ type, name }) => (
                  <option key={type} value={type}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {id}
        </div>
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <LocalizedField
          label={(language) => t("fields.name", { language })}
          maxLength={form.boundsOf(`benefit.name.${defaultLocale}`).maxLength}
          required={writtenLocales}
          typedIn={(locale) => draft.name[locale]}
          errorOf={(locale) => errorOf(`name.${locale}`)}
          onChange={(locale, typed) =>
            change({ name: { ...form.getValues("name"), [locale]: typed } })
          }
        />
      </div>
      {fields.length > 0 ? (
        <fieldset className="grid items-start gap-4 sm:grid-cols-2">
          <legend className="mb-2 font-serif text-lg">{t("fields.params")}</legend>
          {fields.map((field) => (
            <ParamInput
              key={`${draft.type}.${field.name}`}
              field={field}
              text={draft.params[field.name]}
              error={errorOf(`params.${field.name}`)}
              onChange={(value) =>
                change({ params: { ...form.getValues("params"), [field.name]: value } })
              }
            />
          ))}
        </fieldset>
      ) : null}
      <QuotaAndWindow draft={draft} errorOf={errorOf} onChange={change} />
      <Checkbox
        label={t("fields.enabled")}
        hint={t("enabledHint")}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.target.checked })}
      />
      {saveInput.shape.benefit.safeParse(definition).success ? (
        <>
          <MachineStep edit={{ expectedVersion: versionId, benefit: definition }} />
          <IntoDraft edits={editsOfBenefit(benefit, definition)} onKept={onClose} />
        </>
      ) : null}
      <ReasonField form={form} />
    </FormDialog>
  );
}
