"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { chipClass } from "@/ui/chip-class";
import { classNames } from "@/ui/class-names";
import { type LedgerFilter, ledgerGroups } from "./ledger-filter";

// Most look at the newest lines.
const LedgerDates = lazy(async () => ({
  default: (await import("./ledger-dates")).LedgerDates,
}));

interface LedgerFilterBarProps {
  filter: LedgerFilter;
  filtered: boolean;
  onChange: (next: Partial<LedgerFilter>) => void;
  onClear: () => void;
}

export function LedgerFilterBar({ filter, filtered, onChange, onClear }: LedgerFilterBarProps) {
  const t = useTranslations("points.history");
  const [datesOpen, setDatesOpen] = useState(Boolean(filter.from || filter.to));
  const [datesAsked, setDatesAsked] = useState(datesOpen);

  function turnDates(): void {
    setDatesAsked(true);
    setDatesOpen(!datesOpen);
  }

  return (
    <div className="mb-4 space-y-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-3">
        <fieldset className="contents">
          <legend className="sr-only">{t("groups.label")}</legend>
          {[undefined, ...ledgerGroups].map((group) => (
            <button
              key={group ?? "all"}
              type="button"
              aria-pressed={filter.type === group}
              onClick={() => onChange({ type: group })}
              className={chipClass(filter.type === group)}
            >
              {t(`groups.${group ?? "all"}`)}
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          aria-expanded={datesOpen}
          aria-controls="ledger-dates"
          onClick={turnDates}
          className={classNames(chipClass(false), "gap-1.5")}
        >
          <CalendarDays aria-hidden="true" className="size-4" strokeWidth={1.75} />
          {t("dates")}
        </button>
        {filtered ? (
          <button
            type="button"
            onClick={onClear}
            className="h-8 rounded-full px-2 text-seal-ink text-sm underline underline-offset-4"
          >
            {t("clear")}
          </button>
        ) : null}
      </div>
      <div id="ledger-dates" hidden={!datesOpen} className="flex flex-wrap gap-3">
        {datesAsked ? (
          <Suspense fallback={null}>
            <LedgerDates filter={filter} onChange={onChange} />
          </Suspense>
        ) : null}
      </div>
    </div>
  );
}
