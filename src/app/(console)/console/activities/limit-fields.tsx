"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { SegmentedControl } from "@/ui/segmented-control";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { SegmentField } from "../segments/segment-field";
import { WindowFields } from "../window-fields";
import type { FieldsProps } from "./fields-props";

interface LimitFieldsProps extends FieldsProps {
  tiers: readonly { code: string; name: string }[];
}

/** When, for whom, how many, and how much it may cost. */
export function LimitFields({ draft, isFixed, errorOf, onChange, tiers }: LimitFieldsProps) {
  const t = useTranslations("activityDesk");
  const { timeZone } = useFormats();
  const joiningError = errorOf("joining");
  return (
    <fieldset className="grid items-start gap-4 sm:grid-cols-2">
      <legend className="mb-3 font-serif text-lg">{t("sections.limits")}</legend>
      <WindowFields
        names={["startsAt", "endsAt"]}
        draft={draft}
        label={(field) => t(`fields.${field}`)}
        hint={t("timeHint", { zone: timeZone })}
        required
        isFixed={isFixed}
        errorOf={errorOf}
        onChange={onChange}
      />
      <Field label={t("fields.minTierCode")} error={errorOf("minTierCode")}>
        {(control) => (
          <Select
            {...control}
            disabled={isFixed("minTierCode")}
            value={draft.minTierCode}
            onChange={(event) => onChange({ minTierCode: event.target.value })}
          >
            <option value="">{t("everyone")}</option>
            {tiers.map(({ code, name }) => (
              <option key={code} value={code}>
                {t("fromTier", { tier: name, highest: code === tiers.at(-1)?.code ? "yes" : "no" })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <SegmentField draft={draft} isFixed={isFixed} onChange={onChange} />
      <div>
        {isFixed("joining") ? (
          <Field label={t("fields.joining")}>
            {(control) => <Input {...control} readOnly value={t(`joinings.${draft.joining}`)} />}
          </Field>
        ) : (
          <SegmentedControl
            label={t("fields.joining")}
            value={draft.joining}
            onChange={(joining) => onChange({ joining })}
            options={(["CHOICE", "AUTOMATIC"] as const).map((value) => ({
              value,
              label: t(`joinings.${value}`),
            }))}
          />
        )}
        {joiningError ? (
          <p role="alert" className="mt-1.5 text-seal-ink text-sm">
            {joiningError}
          </p>
        ) : null}
      </div>
      {(["capacity", "pointsBudget"] as const).map((field) => (
        <Field
          key={field}
          label={t(`fields.${field}`)}
          hint={isFixed("kind") ? t("onlyMore") : t("emptyUnlimited")}
          error={errorOf(field)}
        >
          {(control) => (
            <UnitInput
              {...control}
              unit={t(field === "capacity" ? "units.people" : "units.points")}
              readOnly={isFixed(field)}
              value={draft[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
