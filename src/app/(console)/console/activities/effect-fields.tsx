"use client";

import { useTranslations } from "next-intl";
import { isPerOrder } from "@/modules/activities/rules/per-order";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { CouponSelect } from "../coupons/coupon-select";
import { activityKinds } from "./activities-query";
import { effectOf } from "./activity-draft";
import type { FieldsProps } from "./fields-props";

type FigureField = "multiplier" | "points" | "target" | "orderMinimum";
type ChoiceField = "kind" | "on" | "goal";

/** What the activity does to points. */
export function EffectFields({ draft, isFixed, errorOf, onChange }: FieldsProps) {
  const t = useTranslations("activityDesk");

  const figure = (field: FigureField, unit: string) => (
    <Field label={t(`fields.${field}`)} error={errorOf(field)}>
      {(control) => (
        <UnitInput
          {...control}
          unit={unit}
          readOnly={isFixed(field)}
          value={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  const choice = (field: ChoiceField, options: { value: string; label: string }[]) => (
    <Field label={t(`fields.${field}`)} error={errorOf(field)}>
      {(control) => (
        <Select
          {...control}
          disabled={isFixed(field)}
          value={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  const ons = (["JOIN", "FIRST_ORDER", "EACH_ORDER"] as const).map((value) => ({
    value,
    label: t(`ons.${value}`),
  }));
  const goals = (["ORDERS", "SPEND"] as const).map((value) => ({
    value,
    label: t(`goals.${value}`),
  }));
  const isJoinBonus = draft.kind === "BONUS_POINTS" && draft.on === "JOIN";
  return (
    <fieldset className="grid items-start gap-4 sm:grid-cols-2">
      <legend className="mb-3 font-serif text-lg">{t("sections.effect")}</legend>
      {choice(
        "kind",
        activityKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
      )}
      {draft.kind === "POINTS_MULTIPLIER" ? figure("multiplier", t("units.factor")) : null}
      {draft.kind === "BONUS_POINTS" ? choice("on", ons) : null}
      {draft.kind === "CHALLENGE" ? choice("goal", goals) : null}
      {draft.kind === "CHALLENGE"
        ? figure("target", t(draft.goal === "SPEND" ? "units.yuan" : "units.orders"))
        : null}
      {draft.kind === "POINTS_MULTIPLIER" ? null : figure("points", t("units.points"))}
      {draft.kind === "POINTS_MULTIPLIER" || isJoinBonus
        ? null
        : figure("orderMinimum", t("units.yuan"))}
      {isPerOrder(effectOf(draft)) ? null : (
        <CouponSelect
          label={t("fields.coupon")}
          hint={t("couponHint")}
          none={t("couponNone")}
          value={draft.coupon}
          error={errorOf("coupon")}
          disabled={isFixed("coupon")}
          onChange={(coupon) => onChange({ coupon })}
        />
      )}
    </fieldset>
  );
}
