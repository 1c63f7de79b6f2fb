import type { ComponentProps } from "react";
import { Input } from "./input";

interface UnitInputProps extends ComponentProps<"input"> {
  /** What the figure counts, shown at its end. */
  unit: string;
}

/** A figure with its unit inside the field. */
export function UnitInput({ unit, ...rest }: UnitInputProps) {
  return (
    <span className="relative block">
      <Input inputMode="decimal" autoComplete="off" className="tabular pr-16" {...rest} />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-ink-faint text-sm"
      >
        {unit}
      </span>
    </span>
  );
}
