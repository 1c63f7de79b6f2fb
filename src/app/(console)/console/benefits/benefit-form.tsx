"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type FieldError, get } from "react-hook-form";
import type { z } from "zod";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { defaultLocale, locales, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { saveInput } from "@/modules/benefits/schema/benefits";
import type { BenefitDefinition } from "@/modules/program/schema/rules";
import type { Outputs } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { FormDialog } from "../form-dialog";
import { LocalizedField } from "../localized-field";
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

interface BenefitFormProps {
  /** Null for a new one. */
  benefit: Benefit | null;
  types: Outputs["benefits"]["list"]["types"];
  description: string;
  submit: string;
  submitting: string;
  /** The version that it is an edit of, and the reason where nobody is asked for one. */
  about: { versionId: string; reason?: string };
  mutation: {
    mutate: (input: z.input<typeof saveInput>) => void;
    isPending: boolean;
    error: unknown;
    reset: () => void;
  };
  conflictWords?: string;
  onReload: () => Promise<unknown>;
  onClose: () => void;
  /** Beside the fields, of what was typed once it says all that it must. */
  beside?: (definition: BenefitDefinition) => ReactNode;
}

/** Everything about one benefit; its type says which parameters it asks for. */
export function BenefitForm({
  benefit,
  types,
  about,
  mutation,
  conflictWords,
  onReload,
  onClose,
  beside,
  ...words
}: BenefitFormProps) {
  const t = useTranslations("benefitsDesk");
  const format = useFormats();
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
      expectedVersion: about.versionId,
      reason: about.reason ?? reason.trim(),
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
    mutation,
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
      conflict={{ save: mutation, onReload, ...(conflictWords && { words: conflictWords }) }}
      title={t(benefit ? "editTitle" : "createTitle")}
      {...words}
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
      {saveInput.shape.benefit.safeParse(definition).success ? beside?.(definition) : null}
      {about.reason === undefined ? <ReasonField form={form} /> : null}
    </FormDialog>
  );
}
