"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { UnitInput } from "@/ui/unit-input";
import { NEW_RATE, type RateDraft, rateDrafts, rateFaults } from "./rate-draft";

const RATES_MAX = 50;

interface CurrencyRatesProps {
  text: string;
  readOnly: boolean;
  onChange: (text: string) => void;
}

/** What a whole one of each currency is worth. */
export function CurrencyRates({ text, readOnly, onChange }: CurrencyRatesProps) {
  const t = useTranslations("program.rates");
  const drafts = rateDrafts(text);
  const faults = rateFaults(drafts);
  const change = (next: RateDraft[]) => onChange(JSON.stringify(next));
  return (
    <div className="space-y-4">
      <p className="text-ink-faint text-sm">{t("hint")}</p>
      <ul className="space-y-4">
        {drafts.map((draft, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a rate is its place; it has no other name while it is typed
            key={index}
            className="grid items-start gap-4 sm:grid-cols-3"
          >
            <Field
              label={t("currency", { place: index + 1 })}
              error={faults.has(`${index}.currency`) ? t("currencyFault") : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  value={draft.currency}
                  readOnly={readOnly}
                  placeholder="USD"
                  onChange={(event) =>
                    change(drafts.with(index, { ...draft, currency: event.target.value }))
                  }
                />
              )}
            </Field>
            <Field
              label={t("rate", { place: index + 1 })}
              error={faults.has(`${index}.rate`) ? t("rateFault") : undefined}
            >
              {(control) => (
                <UnitInput
                  {...control}
                  unit={t("unit")}
                  value={draft.yuan}
                  readOnly={readOnly}
                  onChange={(event) =>
                    change(drafts.with(index, { ...draft, yuan: event.target.value }))
                  }
                />
              )}
            </Field>
            {readOnly ? null : (
              <div className="sm:pt-7">
                <Button
                  size="sm"
                  variant="quiet"
                  onClick={() => change(drafts.toSpliced(index, 1))}
                >
                  {t("remove", { place: index + 1 })}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {readOnly ? null : (
        <Button
          size="sm"
          disabled={drafts.length >= RATES_MAX}
          onClick={() => change([...drafts, NEW_RATE])}
        >
          {t("add")}
        </Button>
      )}
    </div>
  );
}
