"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { WindowFields } from "../window-fields";
import { type BenefitDraft, quotaPeriods } from "./benefit-draft";

interface QuotaAndWindowProps {
  draft: BenefitDraft;
  errorOf: (field: string) => string | undefined;
  onChange: (changed: Partial<BenefitDraft>) => void;
}

/** How often a benefit may be used, and from when until when. */
export function QuotaAndWindow({ draft, errorOf, onChange }: QuotaAndWindowProps) {
  const t = useTranslations("benefitsDesk");
  const { timeZone } = useFormats();
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t("fields.quotaLimit")} hint={t("quotaHint")} error={errorOf("quota")}>
        {(control) => (
          <UnitInput
            {...control}
            unit={t("units.times")}
            value={draft.quotaLimit}
            onChange={(event) => onChange({ quotaLimit: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("fields.quotaPer")}>
        {(control) => (
          <Select
            {...control}
            disabled={draft.quotaLimit.trim() === ""}
            value={draft.quotaPer}
            onChange={(event) => {
              const quotaPer = quotaPeriods.find((period) => period === event.target.value);
              if (quotaPer) onChange({ quotaPer });
            }}
          >
            {quotaPeriods.map((period) => (
              <option key={period} value={period}>
                {t(`periods.${period}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <WindowFields
        names={["validFrom", "validUntil"]}
        draft={draft}
        label={(field) => t(`fields.${field}`)}
        hint={t("timeHint", { zone: timeZone })}
        errorOf={errorOf}
        onChange={onChange}
      />
    </div>
  );
}
