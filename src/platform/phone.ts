import { plainText } from "./pasted";

/**
 * Phone numbers in the one form in which they are kept, compared and sent to: E.164, `+` and 7–15 digits.
 * Isomorphic: forms use it too. Which numbers a country gives out is known for China's alone.
 */

/** The longest text that is looked at: a number as people write it has far fewer signs. */
export const TYPED_PHONE_MAX = 40;

const CHINESE_MOBILE = /^1[3-9]\d{9}$/;
/** Without the 0 of the trunk; 10 is Beijing, which has eight digits after it. */
const CHINESE_LANDLINE = /^(?:10\d{8}|[2-9]\d{8,10})$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** Of one digit, of two, or else of three: no calling code begins as another one is. */
const CALLING_CODE = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)/;
/** Where a 0 is the first digit of numbers: Italy, San Marino, Côte d’Ivoire, Benin, Gabon, Congo. */
const KEEPS_ZERO: readonly string[] = ["39", "378", "225", "229", "241", "242"];
/** Without the 0 that is dialled within a country: +44 07… rings where +44 7… does, and is no other number. */
function withoutTrunk(digits: string): string {
  const [country = ""] = CALLING_CODE.exec(digits) ?? [];
  // China's numbers are looked at as a whole.
  if (country === "" || country === "86" || KEEPS_ZERO.includes(country)) return digits;
  return country + digits.slice(country.length).replace(/^0(?=[1-9])/, "");
}

/**
 * Why a text is no phone number: it has other signs than one; it has no country and is no mobile number of
 * China; it has too few or too many digits; it begins with +86 and is no number of China.
 */
export type PhoneFault = "NOT_A_NUMBER" | "NO_COUNTRY" | "LENGTH" | "NOT_CHINESE";

/**
 * A number as people write it, in E.164, or what is wrong with it.
 * Examples: `readPhone("138 0000-1234")` → "+8613800001234"; `readPhone("0086 13800001234")` the same;
 * `readPhone("+44 (0)20 7946 0000")` → "+442079460000", and so is "+44 020 7946 0000"; `readPhone("0571-88880000")` → fault NO_COUNTRY.
 */
export function readPhone(typed: string): { phone: string } | { fault: PhoneFault } {
  if (typed.length > TYPED_PHONE_MAX) return { fault: "NOT_A_NUMBER" };
  const compact = plainText(typed)
    .replace(/^(\+|00)(\d{1,3}) ?\(0\)/, (_, plus, country) => {
      return `${plus}${country}${KEEPS_ZERO.includes(country) ? "0" : ""}`;
    })
    .replace(/[\s\p{Pd}().]/gu, "");
  if (!/^\+?\d+$/.test(compact)) return { fault: "NOT_A_NUMBER" };
  const dialled = withCountry(compact);
  if (dialled === null) return { fault: "NO_COUNTRY" };
  const digits = withoutTrunk(dialled);
  const [, national] = /^86(\d*)$/.exec(digits) ?? [];
  if (national !== undefined && !isChinese(national)) return { fault: "NOT_CHINESE" };
  return E164.test(`+${digits}`) ? { phone: `+${digits}` } : { fault: "LENGTH" };
}

const isChinese = (national: string) =>
  CHINESE_MOBILE.test(national) || CHINESE_LANDLINE.test(national);

/** Null where no country is said and it is not a mobile number of China, which few write with +86. */
function withCountry(compact: string): string | null {
  if (compact.startsWith("+")) return compact.slice(1);
  if (compact.startsWith("00")) return compact.slice(2);
  if (CHINESE_MOBILE.test(compact)) return `86${compact}`;
  const [, national = ""] = /^86(\d+)$/.exec(compact) ?? [];
  return CHINESE_MOBILE.test(national) ? compact : null;
}

/** The canonical form, or null. Example: `canonicalPhone("１３８００００１２３４")` → "+8613800001234". */
export function canonicalPhone(typed: string): string | null {
  const read = readPhone(typed);
  return "phone" in read ? read.phone : null;
}

/** What is wrong with a phone as typed, for forms; empty is no phone. */
export function phoneFault(typed: string): PhoneFault | null {
  if (plainText(typed) === "") return null;
  const read = readPhone(typed);
  return "fault" in read ? read.fault : null;
}

/**
 * As a person sees one that is not theirs: the first three and the last four digits of the national
 * number. Examples: "+8613800001234" → "138****1234"; "+442079460000" → "+44****0000".
 */
export function maskedPhone(phone: string): string {
  const shown = phone.replace(/^\+86(?=1\d{10}$)/, "");
  if (shown.length < 8) return "****";
  return shown.replace(/^(.{3}).*(.{4})$/, "$1****$2");
}
