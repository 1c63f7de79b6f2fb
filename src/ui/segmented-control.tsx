"use client";

import { useId } from "react";
import { classNames } from "./class-names";

interface SegmentedControlProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; lang?: string }[];
  /** Large enough for a thumb in a hurry. */
  large?: boolean;
  onChange: (value: Value) => void;
}

/** A few choices side by side, one of them taken: radio buttons in their best clothes. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  options,
  large = false,
  onChange,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-ink-faint text-sm">{label}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-1 rounded-full bg-sunken p-1">
        {options.map((option) => (
          <label
            key={option.value}
            lang={option.lang}
            className={classNames(
              "flex items-center justify-center rounded-full px-3 text-ink-soft transition-colors",
              large ? "h-12 text-base" : "h-8 text-sm",
              "has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-seal-ink",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
