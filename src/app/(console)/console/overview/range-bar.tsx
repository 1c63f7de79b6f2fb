"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { classNames } from "@/ui/class-names";
import { controlSmallClass } from "@/ui/control-class";
import { DateInput } from "@/ui/date-input";
import { addressOf, type ChosenRange, presets, type RangeFault, rangeFault } from "./range-query";

interface RangeBarProps {
  chosen: ChosenRange;
  today: string;
  onChoose: (changes: Record<string, string | undefined>) => void;
}

/** Which days the page tells of: a usual range, or any two dates. */
export function RangeBar({ chosen, today, onChoose }: RangeBarProps) {
  const t = useTranslations("overview.range");
  const [isTyping, setTyping] = useState(false);
  const isCustom = isTyping || chosen.preset === null;

  function choose(changes: Record<string, string | undefined>): void {
    setTyping(false);
    onChoose(changes);
  }

  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{t("label")}</legend>
      <div className="flex flex-wrap items-center gap-1.5 sm:justify-end">
        {presets.map((preset) => {
          const isChosen = !isCustom && chosen.preset === preset;
          return (
            <button
              key={preset}
              type="button"
              aria-pressed={isChosen}
              onClick={() => choose(addressOf(preset))}
              className={chipClass(isChosen)}
            >
              {t(preset)}
            </button>
          );
        })}
        <button
          type="button"
          aria-pressed={isCustom}
          aria-expanded={isCustom}
          onClick={() => setTyping(true)}
          className={chipClass(isCustom)}
        >
          {t("custom")}
        </button>
      </div>
      {isCustom ? (
        <DatesForm
          key={`${chosen.from} ${chosen.to}`}
          chosen={chosen}
          today={today}
          onChoose={choose}
        />
      ) : null}
    </fieldset>
  );
}

function DatesForm({ chosen, today, onChoose }: RangeBarProps) {
  const t = useTranslations("overview.range");
  const [from, setFrom] = useState(chosen.from);
  const [to, setTo] = useState(chosen.to);
  const [fault, setFault] = useState<RangeFault | null>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const found = rangeFault(from, to);
    setFault(found);
    if (found === null) onChoose({ range: undefined, from, to });
  }

  const date = (name: "from" | "to", value: string, set: (value: string) => void) => (
    <DateInput
      aria-label={t(name)}
      aria-invalid={fault ? true : undefined}
      aria-describedby={fault ? "range-fault" : undefined}
      min="2000-01-01"
      max={today}
      value={value}
      onChange={set}
      className={classNames(controlSmallClass, "w-40 grow sm:grow-0")}
    />
  );

  return (
    <form
      onSubmit={submit}
      noValidate
      className="mt-2 flex flex-wrap items-center gap-2 sm:justify-end"
    >
      {date("from", from, setFrom)}
      <span aria-hidden="true" className="text-ink-faint">
        –
      </span>
      {date("to", to, setTo)}
      <Button type="submit" size="sm">
        {t("apply")}
      </Button>
      <p
        id="range-fault"
        role="alert"
        className="w-full text-seal-ink text-sm empty:hidden sm:text-right"
      >
        {fault ? t(`faults.${fault}`) : ""}
      </p>
    </form>
  );
}
