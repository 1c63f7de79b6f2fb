import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { CouponState } from "../schema/coupons";
import type { CouponTerms } from "../schema/terms";

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 7;

/** A coupon in words: what it takes off, of what, and until when. */
export function useCouponWords() {
  const t = useTranslations("coupons");
  const format = useFormats();
  const money = format.moneyShort;

  /** "满 ¥200 减 ¥30", "8 折，最高减 ¥50", "赠 1 件". */
  function effect({ effect: of, minimumMinor }: CouponTerms): string {
    const minimum = minimumMinor > 0 ? "yes" : "no";
    const from = { minimum, from: money(minimumMinor) };
    switch (of.kind) {
      case "AMOUNT":
        return t("effect.AMOUNT", { ...from, amount: money(of.amountMinor) });
      case "PERCENT":
        return t("effect.PERCENT", {
          ...from,
          rate: format.discount(10_000 - of.offBps),
          upTo: of.maximumMinor === null ? "no" : "yes",
          maximum: money(of.maximumMinor ?? 0),
        });
      case "ITEM":
        return t("effect.ITEM", { ...from, sku: of.sku });
    }
  }

  /** What else it asks for, sentence by sentence. */
  function conditions(terms: CouponTerms, usesLeft: number): string[] {
    return [
      ...(terms.scope === null ? [] : [t("someGoods")]),
      ...(terms.combinable ? [t("combinable")] : []),
      ...(terms.uses > 1 ? [t("usesLeft", { count: usesLeft })] : []),
    ];
  }

  function validity(coupon: {
    state: CouponState;
    validFrom: string | null;
    validUntil: string | null;
  }): string {
    const { state, validFrom, validUntil } = coupon;
    if (state === "NOT_YET" && validFrom !== null)
      return t("from", { date: format.date(validFrom) });
    return validUntil === null ? "" : t("until", { date: format.lastDateBefore(validUntil) });
  }

  /** "还剩 3 天" in its last week. */
  function endsSoon({ validUntil }: { validUntil: string | null }): string | null {
    if (validUntil === null) return null;
    const days = Math.floor((new Date(validUntil).getTime() - format.now.getTime()) / DAY_MS);
    return days >= 0 && days < SOON_DAYS ? t("endsSoon", { days }) : null;
  }

  return {
    endsSoon,
    effect,
    conditions,
    validity,
    origin: (title: string) => t("origin", { title }),
    state: (state: CouponState) => t(`states.${state}`),
  };
}
