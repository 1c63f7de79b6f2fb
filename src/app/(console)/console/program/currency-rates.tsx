"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { UnitInput } from "@/ui/unit-input";
import { NEW_RATE, rateDrafts, rateFaults } from "./rate-draft";
import { TypedList } from "./typed-list";

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
  return (
    <div className="space-y-4">
      <p className="text-ink-faint text-sm">{t("hint")}</p>
      <TypedList
        drafts={drafts}
        fresh={NEW_RATE}
        most={RATES_MAX}
        readOnly={readOnly}
        words={{ add: t("add"), remove: (place) => t("remove", { place }) }}
        itemClassName="grid items-start gap-4 sm:grid-cols-3"
        onChange={(next) => onChange(JSON.stringify(next))}
      >
        {({ draft, index, change, acts }) => (
          <>
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
                  onChange={(event) => change({ ...draft, currency: event.target.value })}
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
                  onChange={(event) => change({ ...draft, yuan: event.target.value })}
                />
              )}
            </Field>
            {acts ? <div className="sm:pt-7">{acts}</div> : null}
          </>
        )}
      </TypedList>
    </div>
  );
}
