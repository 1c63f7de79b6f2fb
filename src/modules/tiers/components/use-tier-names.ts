import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";

/**
 * The names the program starts with. While a tier still has its own, it is shown in the reader's
 * language; a name the operator chose is shown as it is.
 */
const startingNames = {
  REGISTERED: "注册会员",
  BRONZE: "铜牌会员",
  SILVER: "银牌会员",
  GOLD: "金牌会员",
  DIAMOND: "钻石会员",
} as const;

const benefitTypes = [
  "DISCOUNT",
  "BIRTHDAY_GIFT",
  "FREE_SHIPPING",
  "DEDICATED_SERVICE",
  "PRIORITY_DISPATCH",
  "POINTS_MULTIPLIER",
  "COUPON",
] as const;

interface Named {
  code: string;
  name: string;
}

export function useTierNames() {
  const t = useTranslations("tiers");
  const { locale, discount, multiplier } = useFormats();
  return {
    tierName: ({ code, name }: Named): string => {
      const started = isStartingCode(code) && startingNames[code] === name;
      return started ? t(`names.${code}`) : name;
    },
    /** A benefit is told by its type where its own name is written in another language. */
    benefitName: ({ type, name }: { type: string; name: string }): string => {
      const known = benefitTypes.find((benefitType) => benefitType === type);
      return known && locale === "en" && /\p{Script=Han}/u.test(name) ? t(`benefits.${known}`) : name;
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
    price: (discountRateBps: number): string =>
      discountRateBps === 10_000 ? t("noDiscount") : t("discount", { rate: discount(discountRateBps) }),
  };
}

/** What the seal of a tier says: its name without 会员, two characters at most. */
export function sealTextFor({ code, name }: Named): string {
  const text = isStartingCode(code) && !/\p{Script=Han}/u.test(name) ? startingNames[code] : name;
  const short = text.replace(/会员$/, "");
  return /\p{Script=Han}/u.test(short) ? short.slice(0, 2) : short.slice(0, 1).toUpperCase();
}

function isStartingCode(code: string): code is keyof typeof startingNames {
  return code in startingNames;
}
