"use client";

import type { ComponentProps } from "react";
import { classNames } from "@/ui/class-names";
import { Input } from "@/ui/input";

/** Six digits that a phone fills in by itself from the message. */
export function CodeInput({ className, ...rest }: ComponentProps<typeof Input>) {
  return (
    <Input
      {...rest}
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]*"
      maxLength={6}
      spellCheck={false}
      className={classNames("tabular text-lg tracking-[0.3em]", className)}
    />
  );
}
