import { setBrandInput } from "@/modules/brand/schema";

/** The product's, as globals.css has it. */
export const OWN_ACCENT = "#b3322b";

export function isAccent(typed: string): boolean {
  const accent = typed.trim().toLowerCase();
  return accent !== "" && setBrandInput.shape.accent.safeParse(accent).success;
}
