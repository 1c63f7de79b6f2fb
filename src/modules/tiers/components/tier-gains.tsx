import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTierWords } from "./use-tier-words";

interface Terms {
  discountRateBps: number;
  multiplierPct: number;
  benefits: readonly { type: string; name: string }[];
}

interface TierGainsProps {
  from: Terms;
  to: Terms;
  className?: string;
}

/** What one tier has and another below it has not, in words; nothing where that is nothing. */
export function TierGains({ from, to, className }: TierGainsProps) {
  const t = useTranslations("tiers.gains");
  const format = useFormats();
  const { price } = useTierWords();
  const strong = (text: ReactNode) => <strong className="font-semibold text-ink">{text}</strong>;
  const isCheaper = to.discountRateBps !== from.discountRateBps;
  const isFaster = to.multiplierPct !== from.multiplierPct;
  const added = to.benefits.filter(
    ({ type }) => !from.benefits.some((benefit) => benefit.type === type),
  );
  if (!isCheaper && !isFaster && added.length === 0) return null;
  const [discounts, multipliers] = [
    { from: price(from.discountRateBps), to: price(to.discountRateBps) },
    { from: format.multiplier(from.multiplierPct), to: format.multiplier(to.multiplierPct) },
  ];
  return (
    <ul className={className}>
      {isCheaper ? <li>{t.rich("discount", { ...discounts, strong })}</li> : null}
      {isFaster ? <li>{t.rich("multiplier", { ...multipliers, strong })}</li> : null}
      {added.map(({ type, name }) => (
        <li key={type}>{t.rich("benefit", { name, strong })}</li>
      ))}
    </ul>
  );
}
