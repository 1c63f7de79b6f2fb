import { NOWHERE } from "@/platform/email";

export { canonicalEmail } from "@/platform/email";

/** How the column was filled before there was one form: rows that are older are still found by it. */
export function formerEmail(input: string): string {
  return input.trim().toLowerCase();
}

const PLACEHOLDERS = `@sign-in.${NOWHERE}`;

/** The address of a member's account that has none of its own. */
export function placeholderEmail(memberId: number): string {
  return `member-${memberId}${PLACEHOLDERS}`;
}

/** @param email trimmed and in lower case */
export function isPlaceholder(email: string): boolean {
  return email.endsWith(PLACEHOLDERS);
}
