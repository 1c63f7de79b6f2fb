"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTermWords } from "@/modules/activities/components/use-term-words";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import type { FieldsProps } from "./fields-props";
import { HOURS_MAX, hoursIn, NEW_SPAN, type SpanDraft } from "./terms-draft";

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

/** Recurring hours, span by span. */
export function HourFields({ draft, isFixed, errorOf, onChange }: FieldsProps) {
  const t = useTranslations("activityDesk");
  const { timeZone } = useFormats();
  const spans = hoursIn(draft);
  const error = errorOf("hours");
  const readOnly = isFixed("hours");
  const change = (next: SpanDraft[]) => onChange({ hours: JSON.stringify(next) });
  return (
    <fieldset className="space-y-4">
      <legend className="mb-1 font-serif text-lg">{t("sections.hours")}</legend>
      <p className="text-ink-faint text-sm">{t("hoursHint", { zone: timeZone })}</p>
      <ol className="space-y-4">
        {spans.map((span, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place; it has no other name while it is typed
            key={index}
            className="rounded-md border border-line p-4"
          >
            <SpanFields
              span={span}
              place={index + 1}
              readOnly={readOnly}
              onChange={(next) => change(spans.with(index, next))}
            />
            {readOnly ? null : (
              <Button
                size="sm"
                variant="quiet"
                className="mt-3"
                onClick={() => change(spans.toSpliced(index, 1))}
              >
                {t("removeHours", { place: index + 1 })}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {error ? (
        <p role="alert" className="text-seal-ink text-sm">
          {error}
        </p>
      ) : null}
      {readOnly ? null : (
        <Button
          size="sm"
          disabled={spans.length >= HOURS_MAX}
          onClick={() => change([...spans, NEW_SPAN])}
        >
          {t("addHours")}
        </Button>
      )}
    </fieldset>
  );
}

interface SpanFieldsProps {
  span: SpanDraft;
  place: number;
  readOnly: boolean;
  onChange: (span: SpanDraft) => void;
}

function SpanFields({ span, place, readOnly, onChange }: SpanFieldsProps) {
  const t = useTranslations("activityDesk");
  const words = useTermWords();
  const toggled = (day: number) =>
    span.weekdays.includes(day)
      ? span.weekdays.filter((one) => one !== day)
      : [...span.weekdays, day];
  return (
    <fieldset className="space-y-3" disabled={readOnly}>
      <legend className="sr-only">{t("hoursPlace", { place })}</legend>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="mb-1.5 text-ink-faint text-sm">{t("fields.weekdays")}</legend>
        {WEEK.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={span.weekdays.includes(day)}
            className={chipClass(span.weekdays.includes(day))}
            onClick={() => onChange({ ...span, weekdays: toggled(day) })}
          >
            {words.weekday(day)}
          </button>
        ))}
      </fieldset>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {(["from", "until"] as const).map((end) => (
          <Field key={end} label={t(`fields.${end}`)}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                placeholder={NEW_SPAN[end]}
                readOnly={readOnly}
                value={span[end]}
                onChange={(event) => onChange({ ...span, [end]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
