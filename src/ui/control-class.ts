/** The look of a text field, a select and a date. 16px on phones, or iOS zooms into the page. */
export const controlClass =
  "block h-11 w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-[1rem] text-ink sm:text-base " +
  "placeholder:text-ink-faint transition-colors hover:border-ink-faint " +
  "focus-visible:border-seal-ink focus-visible:outline-2 focus-visible:outline-offset-0 " +
  "aria-invalid:border-seal-ink disabled:opacity-60";

export const controlSmallClass = "h-9 rounded-full px-3 text-[1rem] sm:text-sm";
