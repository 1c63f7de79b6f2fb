import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";

/** A tier's terms in words. */
export function useTierWords() {
  const t = useTranslations("tiers");
  const { discount, multiplier } = useFormats();
  const price = (discountRateBps: number): string =>
    discountRateBps === 10_000
      ? t("noDiscount")
      : t("discount", { rate: discount(discountRateBps) });
  return {
    price,
    /**
     * What stands behind a percentage of the price that is typed, as the shop window will say it:
     * "85" → "折", "80" → "= 8 折", in English "= 20% off"; "%" while it is no percentage.
     */
    priceUnit: (typed: string, discountRateBps: number | null): string => {
      if (discountRateBps === null || discountRateBps < 1 || discountRateBps > 10_000) return "%";
      const said = price(discountRateBps);
      return said.startsWith(`${typed} `) ? said.slice(typed.length + 1) : `= ${said}`;
    },
    /** What the tier is good for, in one line: "全场 85 折 · 1.5 倍积分". */
    perks: (terms: { discountRateBps: number; multiplierPct: number }): string => {
      const parts = [
        ...(terms.discountRateBps < 10_000
          ? [t("perks.discount", { rate: discount(terms.discountRateBps) })]
          : []),
        ...(terms.multiplierPct > 100
          ? [t("perks.multiplier", { factor: multiplier(terms.multiplierPct) })]
          : []),
      ];
      return parts.join(" · ") || t("perks.none");
    },
  };
}
