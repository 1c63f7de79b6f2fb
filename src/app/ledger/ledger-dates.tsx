import { useTranslations } from "next-intl";
import { classNames } from "@/ui/class-names";
import { controlSmallClass } from "@/ui/control-class";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import type { LedgerFilter } from "./ledger-filter";

interface LedgerDatesProps {
  filter: LedgerFilter;
  onChange: (next: Partial<LedgerFilter>) => void;
}

/** From which day to which. */
export function LedgerDates({ filter, onChange }: LedgerDatesProps) {
  const t = useTranslations("points.history");

  /** A date that is still being typed asks nothing. */
  function change(name: "from" | "to", value: string): void {
    if (value !== NO_DATE) onChange({ [name]: value || undefined });
  }

  return (
    <>
      <span className="flex items-center gap-2 text-ink-soft text-sm">
        <label htmlFor="ledger-from">{t("from")}</label>
        <DateInput
          id="ledger-from"
          className={classNames(controlSmallClass, "w-40")}
          value={filter.from ?? ""}
          max={filter.to}
          onChange={(from) => change("from", from)}
        />
      </span>
      <span className="flex items-center gap-2 text-ink-soft text-sm">
        <label htmlFor="ledger-to">{t("to")}</label>
        <DateInput
          id="ledger-to"
          className={classNames(controlSmallClass, "w-40")}
          value={filter.to ?? ""}
          min={filter.from}
          onChange={(to) => change("to", to)}
        />
      </span>
    </>
  );
}
