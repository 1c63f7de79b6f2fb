import { useTranslations } from "next-intl";
import type { ProgramRules } from "@/modules/program/schema/rules";
import type { Change } from "./change";
import { goodsDrafts } from "./goods-draft";
import { rateDrafts } from "./rate-draft";
import { shownRule } from "./rule-draft";
import { type RulePath, rulePaths, ruleValue, unitOf } from "./rule-fields";

/** The rules in words, and what is different between two states of them. */
export function useRuleWords() {
  const t = useTranslations("program");

  function label(path: RulePath): string {
    const [section, name] = path.split(".");
    return t(`fields.${section}.${name}` as `fields.${RulePath}`);
  }

  function textOf(path: RulePath, value: number | boolean | string): string {
    const unit = unitOf(path);
    if (unit === "toggle") return t(value ? "on" : "off");
    if (unit === "period") {
      return t(value === "lifetime" ? "periods.lifetime" : "periods.rolling12Months");
    }
    if (unit === "goods") return goodsOf(String(value));
    if (unit === "rates") return ratesOf(String(value));
    return t(`said.${unit}`, { value: shownRule(path, value) });
  }

  function goodsOf(text: string): string {
    const said = goodsDrafts(text).map(({ label, kind, much }) =>
      t(`goodsRules.said.${kind}`, { label, much }),
    );
    return said.length > 0 ? said.join(t("examples.comma")) : t("goodsRules.none");
  }

  function ratesOf(text: string): string {
    const said = rateDrafts(text).map((rate) => t("rates.said", { ...rate }));
    return said.length > 0 ? said.join(t("examples.comma")) : t("rates.none");
  }

  function changes(before: ProgramRules, after: ProgramRules): Change[] {
    return rulePaths
      .filter((path) => ruleValue(before, path) !== ruleValue(after, path))
      .map((path) => ({
        key: path,
        label: label(path),
        before: textOf(path, ruleValue(before, path)),
        after: textOf(path, ruleValue(after, path)),
      }));
  }

  return {
    label,
    textOf,
    unit: (path: RulePath) => {
      const unit = unitOf(path);
      const isPlain =
        unit === "toggle" || unit === "period" || unit === "goods" || unit === "rates";
      return isPlain ? "" : t(`units.${unit}`);
    },
    changes,
  };
}
