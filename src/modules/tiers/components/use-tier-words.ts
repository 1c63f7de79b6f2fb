import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { priceUnit } from "./price-unit";

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
    /** What stands behind a percentage of the price that is typed; "%" while it is none. */
    priceUnit: (typed: string, discountRateBps: number | null): string =>
      discountRateBps === null || discountRateBps < 1 || discountRateBps > 10_000
        ? "%"
        : priceUnit(typed, price(discountRateBps)),
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
