"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { controlClass } from "./control-class";
import { useTypedBefore } from "./typed-before";

export function Textarea({ className, ref, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      ref={useTypedBefore(ref)}
      className={classNames(controlClass, "h-auto min-h-20 py-2", className)}
      {...rest}
    />
  );
}
