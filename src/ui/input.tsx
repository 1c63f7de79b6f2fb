"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { controlClass } from "./control-class";
import { useTypedBefore } from "./typed-before";

export function Input({ className, ref, ...rest }: ComponentProps<"input">) {
  return (
    <input
      ref={useTypedBefore(ref)}
      className={classNames(controlClass, "read-only:bg-sunken read-only:text-ink-soft", className)}
      {...rest}
    />
  );
}
