"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { CurrencyRates } from "./currency-rates";
import { GoodsRules } from "./goods-rules";
import { ruleFault } from "./rule-draft";
import { type RulePath, unitOf } from "./rule-fields";
import { useRuleWords } from "./use-rule-words";

interface RuleFieldProps {
  path: RulePath;
  text: string;
  readOnly: boolean;
  onChange: (text: string) => void;
}

/** One rule with its unit; what is out of bounds says so at once. */
export function RuleField({ path, text, readOnly, onChange }: RuleFieldProps) {
  const t = useTranslations("program");
  const words = useRuleWords();
  const unit = unitOf(path);
  if (unit === "toggle") {
    return (
      <Checkbox
        label={words.label(path)}
        checked={text === "true"}
        disabled={readOnly}
        onChange={(event) => onChange(String(event.target.checked))}
      />
    );
  }
  if (unit === "period") {
    return (
      <Field label={words.label(path)}>
        {(control) => (
          <Select
            {...control}
            value={text}
            disabled={readOnly}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="lifetime">{t("periods.lifetime")}</option>
            <option value="rolling12Months">{t("periods.rolling12Months")}</option>
          </Select>
        )}
      </Field>
    );
  }
  if (unit === "rates")
    return <CurrencyRates text={text} readOnly={readOnly} onChange={onChange} />;
  if (unit === "goods") return <GoodsRules text={text} readOnly={readOnly} onChange={onChange} />;
  const fault = ruleFault(path, text);
  return (
    <Field label={words.label(path)} error={fault ? t("outOfBounds", fault) : undefined}>
      {(control) => (
        <UnitInput
          {...control}
          unit={words.unit(path)}
          value={text}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
