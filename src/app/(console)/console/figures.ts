import { figureIn } from "@/platform/pasted";

/** Figures as people type them into a form, and back. */

/** `readWhole("1,200")` → 1200; null for anything but digits. */
export function readWhole(text: string): number | null {
  const digits = figureIn(text) ?? "";
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** The same for a schema to judge: null for nothing, NaN for what is no figure. */
export function typedWhole(text: string): number | null {
  return text.trim() === "" ? null : (readWhole(text) ?? Number.NaN);
}

/** In the smallest unit, never rounded: `readDecimal("339.6", 2)` → 33960; "0.001" with 2 → null. */
export function readDecimal(text: string, places: number): number | null {
  const [, whole, fraction = ""] = /^(\d{1,12})(?:\.(\d*))?$/.exec(figureIn(text) ?? "") ?? [];
  if (whole === undefined || fraction.length > places) return null;
  return Number(whole + fraction.padEnd(places, "0"));
}

/** `showDecimal(33960, 2)` → "339.6", `showDecimal(50000, 2)` → "500". */
export function showDecimal(value: number, places: number): string {
  return String(value / 10 ** places);
}
