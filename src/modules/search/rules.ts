import { foldedName, plainText } from "@/platform/pasted";
import { CODE_LENGTH, readCode } from "../coupons/rules/code";
import { type MemberSearch, memberSearch } from "../profile/rules";
import { type FoundItem, type FoundKind, foundKind } from "./schema";

/** What a typed text may name; null or nothing is not looked for. */
export interface Wanted {
  /** In the shop's own spelling. */
  text: string;
  member: MemberSearch;
  /** A number of an order or a parcel, or the start of one. */
  number: string | null;
  /** A row's own number. */
  id: number | null;
  /** A code of ours, which nobody guesses. Shorter ones are asked for where wrong ones are told. */
  couponCode: string | null;
  /** A code that a reward gave. */
  rewardCode: string | null;
  /** Part of a title, as names are compared. */
  title: string | null;
}

/** Starts of numbers that fewer signs would leave at half of them. */
const NUMBER_MIN = 3;

/**
 * Examples: wanted("1024") has the id 1024, and 1024 as a number's start; wanted("ab1o-cdef-0000-1111")
 * the coupon code AB10CDEF00001111; wanted("茶") a title alone, and a nickname.
 */
export function wanted(typed: string): Wanted {
  const text = plainText(typed);
  const isNumber = /^[\x21-\x7e]+$/.test(text) && text.length >= NUMBER_MIN;
  const code = readCode(text);
  const isCode = code.length === CODE_LENGTH && /^[A-Z0-9]+$/.test(code) && /[A-Z]/i.test(text);
  return {
    text,
    member: memberSearch(typed),
    number: isNumber ? text : null,
    id: idIn(text),
    couponCode: isCode ? code : null,
    rewardCode: /^[0-9A-Z-]{8,24}$/i.test(text) ? text.toUpperCase() : null,
    title: foldedName(text) || null,
  };
}

/** Example: idIn("#1024") = 1024; a number that no row can have is none. */
export function idIn(text: string): number | null {
  const [, digits] = /^#?(\d{1,15})$/.exec(text) ?? [];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}

/** Whether a title has what is looked for anywhere, in whatever width, case and language. */
export function isTitled(titles: readonly string[], title: string): boolean {
  return titles.some((one) => foldedName(one).includes(title));
}

/** Those that are named exactly come first, then by kind; within a kind the order stays. */
export function inOrder(items: readonly FoundItem[]): FoundItem[] {
  const place = (kind: FoundKind) => foundKind.options.indexOf(kind);
  return [...items].sort(
    (a, b) => Number(b.exact) - Number(a.exact) || place(a.kind) - place(b.kind),
  );
}
