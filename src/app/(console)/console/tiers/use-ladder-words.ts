import { useTranslations } from "next-intl";
import { locales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import { textIn } from "@/platform/texts";
import { useLanguageNames } from "../localized-field";
import type { Change } from "../program/change";
import type { EditedRung } from "./ladder-draft";

/**
 * A rung's terms in words, and what is different between two ladders.
 *
 * @param benefitName what a benefit is called, by its id
 */
export function useLadderWords(benefitName: (id: string) => string) {
  const t = useTranslations("program.ladder");
  const format = useFormats();
  const { price } = useTierWords();
  const language = useLanguageNames();

  const texts = {
    threshold: ({ thresholdMinor }: EditedRung) => format.moneyShort(thresholdMinor),
    pays: ({ discountRateBps }: EditedRung) => price(discountRateBps),
    multiplier: ({ multiplierPct }: EditedRung) => `×${format.multiplier(multiplierPct)}`,
    benefits: ({ benefits }: EditedRung) =>
      [...benefits].sort().map(benefitName).join(t("comma")) || "–",
  };
  const fields = Object.keys(texts) as (keyof typeof texts)[];
  const nameOf = (rung: EditedRung) => textIn(rung.name, format.locale);
  const namesChanged = (was: EditedRung, is: EditedRung): Change[] =>
    locales
      .filter((locale) => was.name[locale] !== is.name[locale])
      .map((locale) => ({
        key: `${is.code}.name.${locale}`,
        label: t("changed", {
          tier: nameOf(was),
          field: t("fields.name", { language: language(locale) }),
        }),
        before: was.name[locale] ?? "–",
        after: is.name[locale] ?? "–",
      }));
  const whole = (rung: EditedRung) =>
    [texts.threshold(rung), texts.pays(rung), texts.multiplier(rung)].join(" · ");

  function changes(before: readonly EditedRung[], after: readonly EditedRung[]): Change[] {
    const left = before.filter(({ code }) => after.every((rung) => rung.code !== code));
    const removed = left.map((rung) => {
      return { key: rung.code, label: nameOf(rung), before: whole(rung), after: null };
    });
    const others = after.flatMap((rung): Change[] => {
      const was = before.find(({ code }) => code === rung.code);
      if (!was) return [{ key: rung.code, label: nameOf(rung), before: null, after: whole(rung) }];
      const terms = fields
        .filter((field) => texts[field](was) !== texts[field](rung))
        .map((field) => ({
          key: `${rung.code}.${field}`,
          label: t("changed", { tier: nameOf(was), field: t(`fields.${field}`) }),
          before: texts[field](was),
          after: texts[field](rung),
        }));
      return [...namesChanged(was, rung), ...terms];
    });
    return [...removed, ...others];
  }

  return { changes, nameOf };
}
