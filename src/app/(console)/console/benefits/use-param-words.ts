import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import { textFieldOf } from "@/platform/texts";
import { readDecimal } from "../figures";
import { useLanguageNames } from "../localized-field";

/** A parameter's unit is in its name, so that a new type of benefit is shown right by itself. */
export type ParamUnit = "money" | "percent" | "factor" | "hours" | "points" | "plain";

/** `unitOfParam("minimumMinor")` → "money". */
export function unitOfParam(name: string): ParamUnit {
  if (name.endsWith("Minor")) return "money";
  if (name.endsWith("Bps")) return "percent";
  if (name.endsWith("Pct")) return "factor";
  if (name.endsWith("Hours")) return "hours";
  return name.toLowerCase().endsWith("points") ? "points" : "plain";
}

const known = [
  "amountMinor",
  "contact",
  "itemValueMinor",
  "maximumMinor",
  "minimumMinor",
  "multiplierPct",
  "points",
  "rateBps",
  "withinHours",
] as const;

/** Each of these is a parameter for each language. */
const texts = ["item"] as const;

/** Parameters of benefits in words; one without words yet is called by its name. */
export function useParamWords() {
  const t = useTranslations("benefitsDesk");
  const format = useFormats();
  const { price, priceUnit } = useTierWords();
  const language = useLanguageNames();

  function textOf(name: string, value: unknown): string {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "boolean") return t(value ? "enabled" : "disabled");
    if (typeof value !== "number") return typeof value === "string" ? value : JSON.stringify(value);
    switch (unitOfParam(name)) {
      case "money":
        return format.money(value);
      case "percent":
        return price(value);
      case "factor":
        return `×${format.multiplier(value)}`;
      default:
        return format.points(value);
    }
  }

  return {
    said: textOf,
    label: (name: string) => {
      const text = textFieldOf(name, texts);
      if (text) return t(`params.${text.field}`, { language: language(text.locale) });
      const key = known.find((one) => one === name);
      return key ? t(`params.${key}`) : name;
    },
    hint: (name: string) => (name === "rateBps" ? t("rateHint") : null),
    unit: (name: string, typed: string) => {
      const unit = unitOfParam(name);
      if (unit === "percent") return priceUnit(typed, readDecimal(typed, 2));
      return unit === "plain" ? "" : t(`units.${unit}`);
    },
  };
}
