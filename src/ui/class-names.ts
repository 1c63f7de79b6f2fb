import { type ClassValue, clsx } from "clsx";
import { mergeClasses } from "./merge-classes";

/** Joins class names; where two say the same thing, the later one counts. */
export function classNames(...values: ClassValue[]): string {
  return mergeClasses(clsx(values));
}
