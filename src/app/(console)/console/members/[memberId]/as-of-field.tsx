"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { controlSmallClass } from "@/ui/control-class";
import { DateInput } from "@/ui/date-input";
import { asOfFrom } from "./explain-query";

interface AsOfFieldProps {
  asOf: string | undefined;
  error: string | undefined;
  onChange: (asOf: string | undefined) => void;
}

/** A moment to look back at; left empty it is now. */
export function AsOfField({ asOf, error, onChange }: AsOfFieldProps) {
  const t = useTranslations("explain");
  const format = useFormats();
  const id = useId();
  const [text, setText] = useState(asOf ?? "");
  const [shownFor, setShownFor] = useState(asOf);
  if (shownFor !== asOf) {
    // The address changed by itself (back, or "now"): the field follows it.
    setShownFor(asOf);
    setText(asOf ?? "");
  }

  function type(value: string): void {
    setText(value);
    // A year that is still being typed ("0002") is not asked for.
    const moment = asOfFrom(() => value);
    if (value !== "" && !moment) return;
    setShownFor(moment);
    onChange(moment);
  }

  return (
    <div className="w-full text-sm sm:w-auto">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="text-ink-soft">
          {t("asOf")}
        </label>
        <DateInput
          id={id}
          withTime
          min="2000-01-01T00:00"
          value={text}
          aria-describedby={`${id}-note`}
          aria-invalid={error ? true : undefined}
          onChange={type}
          className={classNames(controlSmallClass, "w-56")}
        />
        {asOf ? (
          <button
            type="button"
            onClick={() => type("")}
            className="h-9 rounded-full px-2 text-seal-ink underline underline-offset-4"
          >
            {t("backToNow")}
          </button>
        ) : null}
      </div>
      <p
        id={`${id}-note`}
        role={error ? "alert" : undefined}
        className={classNames("mt-1 sm:text-right", error ? "text-seal-ink" : "text-ink-faint")}
      >
        {error ?? t("zone", { timeZone: format.timeZone })}
      </p>
    </div>
  );
}
