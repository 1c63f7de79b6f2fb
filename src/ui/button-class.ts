import { classNames } from "./class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "md" | "sm";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-seal text-seal-on hover:bg-seal-hover",
  secondary: "border border-line-strong/60 bg-surface text-ink hover:bg-sunken",
  // Nothing brings back what it ends: unlike every act that is asked for daily, and marked by a sign too.
  danger: "bg-ink text-paper hover:bg-ink/85",
  quiet: "text-ink-soft hover:bg-sunken hover:text-ink",
};

const sizes: Record<ButtonSize, string> = {
  md: "min-h-11 px-5 py-1 text-base",
  sm: "touch min-h-9 px-3.5 py-1 text-sm",
};

/** The look of a button, for buttons and for links that act like one. */
export function buttonClass(
  variant: ButtonVariant = "secondary",
  size: ButtonSize = "md",
  className?: string,
): string {
  return classNames(
    "inline-flex max-w-full shrink-0 select-none items-center justify-center gap-2 rounded-full font-medium",
    "text-center transition-[background-color,color,transform] duration-150",
    "active:translate-y-px disabled:pointer-events-none disabled:not-data-waiting:opacity-55",
    "aria-disabled:pointer-events-none aria-disabled:opacity-55",
    variants[variant],
    sizes[size],
    className,
  );
}
