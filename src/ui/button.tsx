"use client";

import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class";
import { Spinner } from "./spinner";
import { useListening } from "./use-listening";

interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** While the answer is awaited: says so, and can't be pressed again. */
  pending?: boolean;
}

export function Button({
  variant,
  size,
  pending = false,
  className,
  children,
  type = "button",
  onClick,
  disabled = false,
  ...rest
}: ButtonProps) {
  // Pressed before, the browser itself would send the form: what was typed, a password too, as a part of
  // the address.
  const isWaiting = !useListening() && type === "submit" && !disabled;
  return (
    <button
      type={type}
      disabled={disabled || isWaiting}
      data-waiting={isWaiting || undefined}
      className={buttonClass(variant, size, className)}
      // Not `disabled`: that would throw the keyboard focus away in the middle of the work.
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {pending ? <Spinner /> : null}
      {children}
    </button>
  );
}
