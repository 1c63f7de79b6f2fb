"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { DateCalendar } from "./date-calendar";
import { dateOf, momentOf, NO_DATE, shownDate } from "./date-text";
import { Input } from "./input";

interface DateInputProps {
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  /** "2026-11-27", with a time "2026-11-27T14:30"; "" for none. */
  value: string;
  /** With NO_DATE while what is typed is no date. */
  onChange: (value: string) => void;
  withTime?: boolean;
  min?: string | undefined;
  max?: string | undefined;
  required?: boolean;
  readOnly?: boolean;
  autoComplete?: string;
  className?: string;
}

/**
 * A date as this product writes dates, whatever the browser's language: typed, pasted, or chosen in a
 * calendar of its own.
 */
export function DateInput({
  value,
  onChange,
  withTime = false,
  min,
  max,
  readOnly = false,
  autoComplete = "off",
  className,
  ...control
}: DateInputProps) {
  const t = useTranslations("shell.date");
  const [text, setText] = useState(shownDate(value));
  // What was said last, and what for: whoever is told of no date may keep the one before.
  const [emitted, setEmitted] = useState(value);
  const [shownFor, setShownFor] = useState(value);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLSpanElement>(null);
  if (shownFor !== value) {
    setShownFor(value);
    // It was changed from outside: what was typed gives way.
    if (emitted !== value) {
      setEmitted(value);
      setText(shownDate(value));
    }
  }

  function type(next: string): void {
    setText(next);
    const parsed = withTime ? momentOf(next) : dateOf(next);
    setEmitted(parsed);
    if (parsed !== emitted) onChange(parsed);
  }

  function choose(date: string): void {
    setOpen(false);
    const time = withTime ? (/T(.+)$/.exec(value)?.[1] ?? "00:00") : null;
    type(time === null ? date : `${date} ${time}`);
    field.current?.querySelector("input")?.focus();
  }

  const isBroken = emitted === NO_DATE && text !== "";
  return (
    <span ref={field} className="relative block">
      <Input
        {...control}
        {...(isBroken ? { "aria-invalid": true as const } : {})}
        inputMode={withTime ? "text" : "numeric"}
        autoComplete={autoComplete}
        placeholder={t(withTime ? "momentForm" : "form")}
        maxLength={24}
        readOnly={readOnly}
        value={text}
        onChange={(event) => type(event.target.value)}
        // Left, it is written as everywhere; what is no date stays to be mended.
        onBlur={() => (emitted === NO_DATE ? undefined : setText(shownDate(value)))}
        className={`tabular pr-11 ${className ?? ""}`}
      />
      {readOnly ? null : (
        <button
          type="button"
          aria-label={t("open")}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-md text-ink-faint hover:text-ink"
        >
          <CalendarDays aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      )}
      {open ? (
        <DateCalendar
          anchor={field}
          chosen={value.slice(0, 10)}
          min={min?.slice(0, 10)}
          max={max?.slice(0, 10)}
          onChoose={choose}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </span>
  );
}
