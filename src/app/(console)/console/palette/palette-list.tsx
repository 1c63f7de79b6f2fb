"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { classNames } from "@/ui/class-names";
import { Input } from "@/ui/input";
import type { Recent } from "./palette-recents";

export interface PaletteOption {
  key: string;
  group: string;
  /** Null where there is nothing more to see than what is said. */
  href: string | null;
  label: string;
  detail: string;
  /** As it is kept among what was opened. */
  opened: Recent;
}

interface PaletteListProps {
  text: string;
  options: readonly PaletteOption[];
  onType: (text: string) => void;
  onChoose: (option: PaletteOption) => void;
  /** Enter while there is nothing to choose. */
  onEarlyEnter: () => void;
}

/** A field with its list: the focus stays in the field, arrows walk through the list. */
export function PaletteList({ text, options, onType, onChoose, onEarlyEnter }: PaletteListProps) {
  const t = useTranslations("palette");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(0);
  const active = Math.min(place, options.length - 1);
  useEffect(() => {
    list.current?.querySelector(`[data-place="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  function walk(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && options.length > 0) {
      event.preventDefault();
      setPlace((active + step + options.length) % options.length);
    }
    const chosen = options[active];
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (chosen) onChoose(chosen);
    else onEarlyEnter();
  }

  return (
    <>
      <Input
        role="combobox"
        aria-label={t("label")}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        data-autofocus=""
        placeholder={t("open")}
        maxLength={64}
        value={text}
        onChange={(event) => {
          setPlace(0);
          onType(event.target.value);
        }}
        onKeyDown={walk}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("results")}
        className="mt-3 max-h-[50dvh] overflow-y-auto"
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which has the focus
          <div
            key={option.key}
            id={`${id}-${index}`}
            data-place={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            aria-disabled={option.href === null}
            onClick={() => onChoose(option)}
            onMouseMove={() => setPlace(index)}
            className={classNames(
              "flex cursor-pointer items-baseline justify-between gap-4 rounded-md px-3 py-2",
              index === active && "bg-sunken",
            )}
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{option.label}</span>
              {option.detail ? (
                <span className="tabular block truncate text-ink-soft text-sm">
                  {option.detail}
                </span>
              ) : null}
            </span>
            <span className="shrink-0 text-ink-faint text-sm">{option.group}</span>
          </div>
        ))}
      </div>
    </>
  );
}
