import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Input } from "./input";

/** Letters that the usual room at the end has place for. */
const SHORT = 6;

interface UnitInputProps extends ComponentProps<"input"> {
  /** What the figure counts, shown at its end. */
  unit: string;
}

/** A figure with its unit inside the field. */
export function UnitInput({ unit, ...rest }: UnitInputProps) {
  return (
    <span className="relative block">
      <Input
        inputMode="decimal"
        autoComplete="off"
        className={classNames("tabular", unit.length > SHORT ? "pr-24" : "pr-16")}
        {...rest}
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-ink-faint text-sm"
      >
        {unit}
      </span>
    </span>
  );
}
