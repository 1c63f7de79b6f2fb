"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { automationKind } from "@/modules/automations/schema";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { CouponSelect } from "../coupons/coupon-select";
import { WindowFields } from "../window-fields";
import { type AutomationDraft, REPEATED } from "./automation-draft";
import type { TierName } from "./automation-words";

interface AutomationFieldsProps {
  draft: AutomationDraft;
  tiers: readonly TierName[];
  /** What it is about stays once it was started. */
  isKindFixed: boolean;
  errorOf: (field: string) => string | undefined;
  onChange: (changed: Partial<AutomationDraft>) => void;
}

type Figure = "minimum" | "daysBefore" | "days" | "again" | "limit";
const UNITS = {
  minimum: "yuan",
  daysBefore: "days",
  days: "days",
  again: "days",
  limit: "coupons",
} as const satisfies Record<Figure, string>;

/** What has to happen, what is given for it, to whom, how often and how long. */
export function AutomationFields(props: AutomationFieldsProps) {
  const { draft, isKindFixed, errorOf, onChange } = props;
  const t = useTranslations("automationDesk");
  const { timeZone } = useFormats();
  const figure = (field: Figure, hint?: string) => (
    <Field label={t(`fields.${field}`)} hint={hint} error={errorOf(field)}>
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
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={t("fields.kind")} error={errorOf("kind")}>
          {(control) => (
            <Select
              {...control}
              value={draft.kind}
              disabled={isKindFixed}
              onChange={(event) => onChange({ kind: automationKind.parse(event.target.value) })}
            >
              {automationKind.options.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {draft.kind === "FIRST_ORDER" ? figure("minimum") : null}
        {draft.kind === "QUIET" ? figure("days") : null}
        {draft.kind === "BIRTHDAY" ? <BirthdayDay {...props} /> : null}
        {draft.kind === "BIRTHDAY" && draft.on === "DAY" ? figure("daysBefore") : null}
        {draft.kind === "TIER_REACHED" ? <TierBoxes {...props} field="tiers" /> : null}
        {REPEATED.includes(draft.kind) ? figure("again", t("hints.again")) : null}
        <CouponSelect
          label={t("fields.coupon")}
          none={t("noCoupon")}
          value={draft.definitionId}
          error={errorOf("definitionId")}
          onChange={(definitionId) => onChange({ definitionId })}
        />
        {figure("limit", t("hints.limit"))}
        <WindowFields
          names={["startsAt", "endsAt"]}
          draft={draft}
          label={(field) => t(`fields.${field}`)}
          hint={t("hints.time", { zone: timeZone })}
          errorOf={errorOf}
          onChange={onChange}
        />
        <TierBoxes {...props} field="onlyTiers" hint={t("hints.onlyTiers")} />
      </div>
      {(["marketingOnly", "boughtOnly"] as const).map((field) => (
        <Checkbox
          key={field}
          label={t(`fields.${field}`)}
          checked={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.checked })}
        />
      ))}
    </>
  );
}

function BirthdayDay({ draft, errorOf, onChange }: AutomationFieldsProps) {
  const t = useTranslations("automationDesk");
  return (
    <Field label={t("fields.on")} error={errorOf("on")}>
      {(control) => (
        <Select
          {...control}
          value={draft.on}
          onChange={(event) => onChange({ on: event.target.value === "MONTH" ? "MONTH" : "DAY" })}
        >
          <option value="DAY">{t("on.DAY")}</option>
          <option value="MONTH">{t("on.MONTH")}</option>
        </Select>
      )}
    </Field>
  );
}

interface TierBoxesProps extends AutomationFieldsProps {
  field: "tiers" | "onlyTiers";
  hint?: string;
}

function TierBoxes({ draft, tiers, errorOf, onChange, field, hint }: TierBoxesProps) {
  const t = useTranslations("automationDesk");
  const chosen = draft[field];
  const error = errorOf(field);
  return (
    <fieldset className="sm:col-span-2">
      <legend className="mb-1 text-sm">{t(`fields.${field}`)}</legend>
      {hint ? <p className="text-ink-faint text-sm">{hint}</p> : null}
      <div className="flex flex-wrap gap-x-6">
        {tiers.map(({ code, name }) => (
          <Checkbox
            key={code}
            label={name}
            checked={chosen.includes(code)}
            onChange={(event) =>
              onChange({
                [field]: event.target.checked
                  ? [...chosen, code]
                  : chosen.filter((one) => one !== code),
              })
            }
          />
        ))}
      </div>
      {error ? (
        <p role="alert" className="text-seal-ink text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
