import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    classGroups: { "font-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl", "3xl"] }] },
  },
});

/** Joins class names; where two say the same thing, the later one counts. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values));
}
