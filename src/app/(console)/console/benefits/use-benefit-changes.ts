import { useTranslations } from "next-intl";
import { locales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import type { BenefitDefinition } from "@/modules/program/schema/rules";
import { textIn } from "@/platform/texts";
import { useLanguageNames } from "../localized-field";
import type { Change } from "../program/change";
import { useParamWords } from "./use-param-words";

/** What is different between two lists of benefits, benefit by benefit and field by field. */
export function useBenefitChanges() {
  const t = useTranslations("benefitsDesk");
  const format = useFormats();
  const params = useParamWords();
  const language = useLanguageNames();
  const nameOf = (benefit: BenefitDefinition) => textIn(benefit.name, format.locale);
  const time = (instant: string | null) => (instant === null ? "–" : format.dateTime(instant));

  function facts(benefit: BenefitDefinition): Record<string, { label: string; text: string }> {
    const fact = (name: "enabled" | "window" | "quota", text: string) => ({
      [name]: { label: t(`fields.${name}`), text },
    });
    const { quota, validFrom, validUntil } = benefit;
    const isOpen = validFrom === null && validUntil === null;
    return {
      ...Object.fromEntries(
        locales.map((locale) => [
          `name.${locale}`,
          {
            label: t("fields.name", { language: language(locale) }),
            text: benefit.name[locale] ?? "–",
          },
        ]),
      ),
      ...fact("enabled", t(benefit.enabled ? "enabled" : "disabled")),
      ...fact("window", isOpen ? t("always") : `${time(validFrom)} – ${time(validUntil)}`),
      ...fact("quota", quota ? t(`quota.${quota.per}`, { count: quota.limit }) : t("unlimited")),
      ...Object.fromEntries(
        Object.entries(benefit.params).map(([name, value]) => [
          `params.${name}`,
          { label: params.label(name), text: params.said(name, value) },
        ]),
      ),
    };
  }

  return (before: readonly BenefitDefinition[], after: readonly BenefitDefinition[]): Change[] => {
    const gone = before.filter(({ id }) => after.every((benefit) => benefit.id !== id));
    const removed = gone.map((benefit) => {
      return { key: benefit.id, label: nameOf(benefit), before: nameOf(benefit), after: null };
    });
    const others = after.flatMap((benefit): Change[] => {
      const was = before.find(({ id }) => id === benefit.id);
      if (!was) {
        return [{ key: benefit.id, label: nameOf(benefit), before: null, after: nameOf(benefit) }];
      }
      const [old, now] = [facts(was), facts(benefit)];
      return Object.entries(now)
        .filter(([name, { text }]) => old[name]?.text !== text)
        .map(([name, { label, text }]) => ({
          key: `${benefit.id}.${name}`,
          label: t("changed", { benefit: nameOf(was), field: label }),
          before: old[name]?.text ?? "–",
          after: text,
        }));
    });
    return [...removed, ...others];
  };
}
