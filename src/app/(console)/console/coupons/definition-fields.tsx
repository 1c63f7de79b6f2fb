"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { CouponEffect } from "@/modules/coupons/schema/terms";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { SegmentedControl } from "@/ui/segmented-control";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { WindowFields } from "../window-fields";
import { type DefinitionDraft, SCOPE_FIELDS } from "./definition-draft";

interface DefinitionFieldsProps {
  draft: DefinitionDraft;
  tiers: readonly { code: string; name: string }[];
  errorOf: (field: string) => string | undefined;
  onChange: (changed: Partial<DefinitionDraft>) => void;
}

type Figure = "amount" | "percent" | "maximum" | "value" | "minimum" | "validDays" | "uses";

const KINDS: readonly CouponEffect["kind"][] = ["AMOUNT", "PERCENT", "ITEM"];
const UNITS: Record<Figure, "yuan" | "percent" | "days" | "times"> = {
  amount: "yuan",
  percent: "percent",
  maximum: "yuan",
  value: "yuan",
  minimum: "yuan",
  validDays: "days",
  uses: "times",
};
const HINTED = ["maximum", "validDays", "uses", "value"] as const;

const SCOPE_WORDS = {
  "include.categories": "includeCategories",
  "include.brands": "includeBrands",
  "include.skus": "includeSkus",
  "exclude.categories": "excludeCategories",
  "exclude.brands": "excludeBrands",
  "exclude.skus": "excludeSkus",
  channels: "channels",
  stores: "stores",
} as const;

/** What a coupon takes off, of what, for whom and how long. */
export function DefinitionFields({ draft, tiers, errorOf, onChange }: DefinitionFieldsProps) {
  const t = useTranslations("couponDesk");
  const { timeZone } = useFormats();
  const hintOf = (field: Figure) => {
    const hinted = HINTED.find((one) => one === field);
    return hinted && t(`hints.${hinted}`);
  };
  const figure = (field: Figure) => (
    <Field label={t(`fields.${field}`)} hint={hintOf(field)} error={errorOf(field)}>
      {(control) => (
        <UnitInput
          {...control}
          unit={t(`units.${UNITS[field]}`)}
          value={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <SegmentedControl
        label={t("fields.kind")}
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {draft.kind === "AMOUNT" ? figure("amount") : null}
        {draft.kind === "PERCENT" ? figure("percent") : null}
        {draft.kind === "PERCENT" ? figure("maximum") : null}
        {draft.kind === "ITEM" ? (
          <Field label={t("fields.sku")} error={errorOf("sku")}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={draft.sku}
                onChange={(event) => onChange({ sku: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        {draft.kind === "ITEM" ? figure("value") : null}
        {figure("minimum")}
        {figure("validDays")}
        <WindowFields
          names={["validFrom", "validUntil"]}
          draft={draft}
          label={(field) => t(`fields.${field}`)}
          hint={t("timeHint", { zone: timeZone })}
          errorOf={errorOf}
          onChange={onChange}
        />
        {figure("uses")}
        <Field label={t("fields.minTier")} error={errorOf("minTier")}>
          {(control) => (
            <Select
              {...control}
              value={draft.minTier}
              onChange={(event) => onChange({ minTier: event.target.value })}
            >
              <option value="">{t("anyTier")}</option>
              {tiers.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Checkbox
        label={t("fields.combinable")}
        checked={draft.combinable}
        onChange={(event) => onChange({ combinable: event.target.checked })}
      />
      <Checkbox
        label={t("fields.givesBack")}
        checked={draft.givesBack}
        onChange={(event) => onChange({ givesBack: event.target.checked })}
      />
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="mb-2 font-serif text-lg">{t("scopeTitle")}</legend>
        <p className="text-ink-soft text-sm sm:col-span-2">{t("scopeHint")}</p>
        {SCOPE_FIELDS.map((field) => (
          <Field
            key={field}
            label={t(`scope.${SCOPE_WORDS[field]}`)}
            error={errorOf(`scope.${field}`)}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={draft.scope[field]}
                onChange={(event) =>
                  onChange({ scope: { ...draft.scope, [field]: event.target.value } })
                }
              />
            )}
          </Field>
        ))}
      </fieldset>
    </>
  );
}
