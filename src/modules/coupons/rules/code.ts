import { plainText } from "@/platform/pasted";

/** Digits and letters without I, L, O and U: what is read aloud or typed from paper stays what it is. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Letters of a code of ours: 80 bits. */
export const CODE_LENGTH = 16;

/** Signs that a code of the shop's own has at least, and at most. */
export const OWN_CODE = { min: 6, max: 40 } as const;

/**
 * A code in the form in which codes are compared, from whatever was typed.
 * Examples: " ab1o–cdef " → "AB10CDEF"; "il0" → "110"; "ＡＢ１２" → "AB12".
 */
export function readCode(typed: string): string {
  return plainText(typed)
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212._·]/gu, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
}

/** A code of ours from random bytes. Example: sixteen bytes of 31 → "ZZZZZZZZZZZZZZZZ". */
export function newCode(bytes: Uint8Array): string {
  return Array.from(bytes.slice(0, CODE_LENGTH), (byte) => LETTERS[byte % 32]).join("");
}

/** As it is shown: sixteen letters in groups of four, a code of the shop's own as it is. */
export function shownCode(code: string): string {
  if (code.length !== CODE_LENGTH) return code;
  return (code.match(/.{4}/g) ?? []).join("-");
}

/** As whoever must not use it sees it. Example: "AB12CD34EF56GH78" → "••••-••••-••••-GH78". */
export function maskedCode(end: string): string {
  return `••••-••••-••••-${end}`;
}

/** Of a short code of the shop's own, four signs would be most of it. */
export function endOf(code: string): string {
  return code.slice(code.length >= 12 ? -4 : -2);
}

/** Whether a code that the shop brings can be one: nothing but letters and digits, and enough of them. */
export function isOwnCode(code: string): boolean {
  const { min, max } = OWN_CODE;
  return /^[A-Z0-9]+$/.test(code) && code.length >= min && code.length <= max;
}
