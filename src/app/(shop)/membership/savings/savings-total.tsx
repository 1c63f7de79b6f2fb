import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { type Savings, useSavingsWords } from "./savings-strip";

/** The year's sum, large. */
export function SavedTotal({ savings }: { savings: Savings }) {
  const { savedWords } = useSavingsWords();
  const format = useFormats();
  return (
    <p>
      <span className="block text-ink-soft text-sm">{savedWords(savings)}</span>
      <strong className="tabular font-semibold font-serif text-2xl">
        {format.money(savings.totalMinor)}
      </strong>
    </p>
  );
}

interface NextTierWorthProps {
  next: NonNullable<Savings["next"]>;
  perYuanOff: number;
}

/** What the next tier would have added, and how that is reckoned. */
export function NextTierWorth({ next, perYuanOff }: NextTierWorthProps) {
  const t = useTranslations("savings");
  const format = useFormats();
  const { nextWords } = useSavingsWords();
  return (
    <>
      <p className="font-medium">{nextWords(next)}</p>
      <p className="mt-1 text-ink-soft text-sm">
        {t("nextHow", { points: format.points(perYuanOff) })}
      </p>
    </>
  );
}
