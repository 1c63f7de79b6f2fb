"use client";

import { useTranslations } from "next-intl";
import { isPerOrder } from "@/modules/activities/rules/per-order";
import { frequencyPer, type Stacking } from "@/modules/activities/schema/terms";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { scopeFaults } from "../scope-draft";
import { ScopeFields } from "../scope-fields";
import { effectOf } from "./activity-draft";
import type { FieldsProps } from "./fields-props";
import { HourFields } from "./hour-fields";
import { scopeIn } from "./terms-draft";

const MODES: readonly Stacking["mode"][] = ["HIGHEST", "ALL", "PRIORITY"];

/** Which goods, when, how often, and beside which others; only where each order counts by itself. */
export function TermFields(props: FieldsProps) {
  const { draft, isFixed, errorOf, onChange } = props;
  const t = useTranslations("activityDesk");
  if (!isPerOrder(effectOf(draft))) return null;
  const scope = scopeIn(draft);
  const scopeError = errorOf("scope");
  return (
    <>
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="mb-1 font-serif text-lg">{t("sections.scope")}</legend>
        <p className="text-ink-faint text-sm sm:col-span-2">{t("scopeHint")}</p>
        <ScopeFields
          draft={scope}
          faults={scopeFaults(scope)}
          readOnly={isFixed("scope")}
          onChange={(changed) => onChange({ scope: JSON.stringify({ ...scope, ...changed }) })}
        />
        {scopeError ? (
          <p role="alert" className="text-seal-ink text-sm sm:col-span-2">
            {scopeError}
          </p>
        ) : null}
      </fieldset>
      <HourFields {...props} />
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="mb-3 font-serif text-lg">{t("sections.often")}</legend>
        <Field
          label={t("fields.frequencyLimit")}
          hint={t("emptyUnlimited")}
          error={errorOf("frequencyLimit")}
        >
          {(control) => (
            <UnitInput
              {...control}
              unit={t("units.orders")}
              readOnly={isFixed("frequencyLimit")}
              value={draft.frequencyLimit}
              onChange={(event) => onChange({ frequencyLimit: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("fields.frequencyPer")}>
          {(control) => (
            <Select
              {...control}
              disabled={isFixed("frequencyPer")}
              value={draft.frequencyPer}
              onChange={(event) =>
                onChange({ frequencyPer: frequencyPer.parse(event.target.value) })
              }
            >
              {frequencyPer.options.map((per) => (
                <option key={per} value={per}>
                  {t(`pers.${per}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t("fields.stackingMode")}
          hint={t(`stackingHints.${draft.stackingMode}`)}
          error={errorOf("stackingMode")}
        >
          {(control) => (
            <Select
              {...control}
              disabled={isFixed("stackingMode")}
              value={draft.stackingMode}
              onChange={(event) =>
                onChange({ stackingMode: event.target.value as Stacking["mode"] })
              }
            >
              {MODES.map((mode) => (
                <option key={mode} value={mode}>
                  {t(`stackings.${mode}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {draft.stackingMode === "PRIORITY" ? <PriorityFields {...props} /> : null}
      </fieldset>
    </>
  );
}

function PriorityFields({ draft, isFixed, errorOf, onChange }: FieldsProps) {
  const t = useTranslations("activityDesk");
  return (["stackingGroup", "priority"] as const).map((field) => (
    <Field
      key={field}
      label={t(`fields.${field}`)}
      hint={t(`hints.${field}`)}
      error={errorOf(field)}
    >
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          readOnly={isFixed(field)}
          value={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  ));
}
