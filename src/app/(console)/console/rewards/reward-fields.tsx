"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { boundsOf } from "@/app/shell/schema-bounds";
import { defaultLocale, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { createInput } from "@/modules/rewards/schema/managed";
import { rewardKind } from "@/modules/rewards/schema/rewards";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { CouponSelect } from "../coupons/coupon-select";
import { LocalizedField } from "../localized-field";
import type { RewardDraft, RewardField } from "./reward-draft";

interface RewardFieldsProps {
  draft: RewardDraft;
  isNew: boolean;
  tiers: readonly { code: string; name: string }[];
  errorOf: (field: RewardField) => string | undefined;
  onChange: (changed: Partial<RewardDraft>) => void;
}

export function RewardFields(props: RewardFieldsProps) {
  const { draft, isNew, tiers, errorOf, onChange } = props;
  const t = useTranslations("mallDesk");
  const figure = (
    field: "pointsCost" | "stock" | "perMonth" | "sortOrder",
    unit: string,
    hint?: string,
  ) => (
    <Field label={t(`fields.${field}`)} hint={hint} error={errorOf(field)}>
      {(control) => (
        <UnitInput
          {...control}
          unit={unit}
          value={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t("fields.kind")} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            onChange={(event) => {
              const kind = rewardKind.options.find((known) => known === event.target.value);
              if (kind) onChange({ kind });
            }}
          >
            {rewardKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <LocalizedField
        label={(language) => t("fields.name", { language })}
        maxLength={boundsOf(createInput, `name.${defaultLocale}`).maxLength}
        required={writtenLocales}
        typedIn={(locale) => draft.name[locale]}
        errorOf={(locale) => errorOf(`name.${locale}`)}
        onChange={(locale, typed) => onChange({ name: { ...draft.name, [locale]: typed } })}
      />
      <LocalizedField
        label={(language) => t("fields.description", { language })}
        isLong
        maxLength={boundsOf(createInput, `description.${defaultLocale}`).maxLength}
        required={[]}
        typedIn={(locale) => draft.description[locale]}
        errorOf={(locale) => errorOf(`description.${locale}`)}
        onChange={(locale, typed) =>
          onChange({ description: { ...draft.description, [locale]: typed } })
        }
      />
      <LocalizedField
        label={(language) => t("fields.terms", { language })}
        hint={t("termsHint")}
        isLong
        maxLength={boundsOf(createInput, `terms.${defaultLocale}`).maxLength}
        required={[]}
        typedIn={(locale) => draft.terms[locale]}
        errorOf={(locale) => errorOf(`terms.${locale}`)}
        onChange={(locale, typed) => onChange({ terms: { ...draft.terms, [locale]: typed } })}
      />
      <LocalizedField
        label={(language) => t("fields.category", { language })}
        hint={t("categoryHint")}
        maxLength={boundsOf(createInput, `category.${defaultLocale}`).maxLength}
        required={[]}
        typedIn={(locale) => draft.category[locale]}
        errorOf={(locale) => errorOf(`category.${locale}`)}
        onChange={(locale, typed) => onChange({ category: { ...draft.category, [locale]: typed } })}
      />
      {draft.kind === "BENEFIT_PASS" ? <PassFields {...props} /> : null}
      {draft.kind === "COUPON" ? (
        <CouponSelect
          label={t("fields.couponDefinitionId")}
          hint={t("couponHint")}
          none={t("couponNone")}
          value={draft.couponDefinitionId}
          error={errorOf("couponDefinitionId")}
          onChange={(couponDefinitionId) => onChange({ couponDefinitionId })}
        />
      ) : null}
      {figure("pointsCost", t("units.points"))}
      {isNew ? figure("stock", t("units.pieces"), t("emptyUnlimited")) : null}
      {figure("perMonth", t("units.pieces"), t("emptyUnlimited"))}
      <Field label={t("fields.minTier")} error={errorOf("minTier")}>
        {(control) => (
          <Select
            {...control}
            value={draft.minTier}
            onChange={(event) => onChange({ minTier: event.target.value })}
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
      {figure("sortOrder", "", t("sortHint"))}
    </div>
  );
}

/** What a pass gives, how often and how long. */
function PassFields({ draft, errorOf, onChange }: RewardFieldsProps) {
  const t = useTranslations("mallDesk");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const benefits = useQuery(trpc.benefits.list.queryOptions({}));
  return (
    <>
      <Field label={t("fields.benefitId")} error={errorOf("benefitId")} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            value={draft.benefitId}
            onChange={(event) => onChange({ benefitId: event.target.value })}
          >
            <option value="">{t("choose")}</option>
            {benefits.data?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {textIn(name, locale)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {(["passUses", "passDays"] as const).map((field) => (
        <Field key={field} label={t(`fields.${field}`)} error={errorOf(field)}>
          {(control) => (
            <UnitInput
              {...control}
              unit={t(field === "passUses" ? "units.times" : "units.days")}
              value={draft[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </>
  );
}
