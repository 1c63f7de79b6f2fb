import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { controlClass } from "./control-class";

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea className={classNames(controlClass, "h-auto min-h-20 py-2", className)} {...rest} />
  );
}
