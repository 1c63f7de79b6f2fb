import { foldedName, plainText } from "@/platform/pasted";

/** Starts of what a member is known by, and a part of their nickname; null is not looked for. */
export interface MemberSearch {
  codes: string[];
  externalId: string | null;
  phones: string[];
  name: string | null;
}

const CODE_DIGITS = 12;

/**
 * What a typed or pasted word may mean: `memberSearch("会员号：m 478724 245706")` looks for the code
 * M478724245706, `memberSearch("138-1234")` for phones from +861381234 on. The shop's ids are kept
 * letter by letter, because they are told apart so.
 */
export function memberSearch(typed: string): MemberSearch {
  const text = plainText(typed);
  const isOneWord = /^[\x21-\x7e]+$/.test(text);
  return {
    codes: codesIn(text.replace(/[\s\p{Pd}·.]/gu, "")),
    externalId: isOneWord && text.length <= 64 ? text : null,
    phones: phonesIn(text.replace(/[\s\p{Pd}().]/gu, "")),
    name: foldedName(text) || null,
  };
}

/** A start of a code alone, or a whole one with something said before it. */
function codesIn(compact: string): string[] {
  const [, digits] = /^M(\d{0,12})$/i.exec(compact) ?? /[^\dA-Z]M(\d{12})$/i.exec(compact) ?? [];
  if (digits !== undefined) return [`M${digits}`];
  return /^\d+$/.test(compact) && compact.length === CODE_DIGITS ? [`M${compact}`] : [];
}

/** In E.164, with China's prefix where none is said; and without it, as releases before kept some. */
function phonesIn(compact: string): string[] {
  if (!/^\+?\d{1,20}$/.test(compact)) return [];
  const [, local] = /^(?:\+|00)86(\d+)$/.exec(compact) ?? /^86(\d{11})$/.exec(compact) ?? [];
  if (local !== undefined) return [`+86${local}`, local];
  if (compact.startsWith("+")) return [compact];
  const abroad = /^00([1-9]\d*)$/.exec(compact)?.[1];
  return [...(abroad === undefined ? [] : [`+${abroad}`]), compact, `+86${compact}`];
}

/** The start of a word as a LIKE pattern, with its own % and _ taken literally. */
export function startOf(word: string): string {
  return `${word.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
}
