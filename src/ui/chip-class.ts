import { classNames } from "./class-names";

/** A small rounded choice, in a row of others. */
export function chipClass(chosen: boolean): string {
  return classNames(
    "touch inline-flex min-h-8 items-center rounded-full px-3 text-sm transition-colors",
    chosen ? "bg-ink font-medium text-paper" : "bg-sunken text-ink-soft hover:text-ink",
  );
}
