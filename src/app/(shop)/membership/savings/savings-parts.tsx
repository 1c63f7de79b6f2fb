import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Savings } from "./savings-strip";

/** By what so much was saved, the largest first. */
export function SavingsParts({ parts }: { parts: Savings["parts"] }) {
  const t = useTranslations("savings");
  const format = useFormats();
  const all = parts.reduce((sum, { valueMinor }) => sum + valueMinor, 0);
  return (
    <dl className="space-y-4">
      {[...parts]
        .sort((a, b) => b.valueMinor - a.valueMinor)
        .map(({ kind, count, valueMinor }) => (
          <div key={kind}>
            <div className="flex items-baseline justify-between gap-3">
              <dt>
                {t(`kind.${kind}`)}
                <span className="ml-2 text-ink-faint text-sm">{t("times", { count })}</span>
              </dt>
              <dd className="tabular font-semibold">{format.money(valueMinor)}</dd>
            </div>
            <span
              aria-hidden="true"
              className="mt-1.5 block h-1.5 overflow-hidden rounded-full bg-sunken"
            >
              <span
                className="block h-full rounded-full bg-bar"
                style={{ width: `${(valueMinor / all) * 100}%` }}
              />
            </span>
          </div>
        ))}
    </dl>
  );
}
