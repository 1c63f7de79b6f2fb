import { classNames } from "./class-names";

interface SealProps {
  /** One or two characters, set from top to bottom as on a real seal. */
  text: string;
  size?: "sm" | "md" | "lg";
  /** Not stamped yet: only its outline. */
  open?: boolean;
  className?: string;
}

const sizes = {
  sm: "size-6 rounded-xs text-xs",
  md: "size-9 rounded-sm text-sm",
  lg: "size-11 rounded-sm text-base",
};

/** The red stamp. It is a picture: what it says must stand beside it in words. */
export function Seal({ text, size = "md", open = false, className }: SealProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "inline-flex shrink-0 items-center justify-center font-serif font-semibold leading-none",
        "[text-autospace:no-autospace]",
        open
          ? "border border-line-strong border-dashed text-ink-faint"
          : "bg-seal text-seal-on shadow-[inset_0_0_0_1.5px_rgb(255_240_230/0.55)]",
        sizes[size],
        text.length > 1 && "[writing-mode:vertical-rl]",
        // Two of them one above the other, with the rim.
        text.length > 1 && size === "sm" && "text-[0.625rem]",
        className,
      )}
    >
      {text}
    </span>
  );
}
