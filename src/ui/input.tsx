import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { controlClass } from "./control-class";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      className={classNames(controlClass, "read-only:bg-sunken read-only:text-ink-soft", className)}
      {...rest}
    />
  );
}
