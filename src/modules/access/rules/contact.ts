import { canonicalPhone, maskedPhone } from "@/platform/phone";
import type { Channel } from "../../sending/schema";
import type { CodePurpose } from "../schema/access";
import { canonicalEmail } from "./email";

/** What a code is for: what strangers ask for, and the two sides of a change of address. */
export type Purpose = CodePurpose | "CHANGE_FROM" | "CHANGE_TO";

/** Where somebody can be reached, in its one form: an e-mail address, or a mobile number in E.164. */
export interface Contact {
  channel: Channel;
  address: string;
}

/** Numbers of China that take text messages. */
const CHINESE_MOBILE = /^\+861[3-9]\d{9}$/;

/**
 * What somebody typed, as e-mail or phone, or null for neither.
 * Examples: "Lin@Shop.cn" → lin@shop.cn, "138 0000 1234" → +8613800001234, "0571-88880000" → null.
 */
export function contactOf(typed: string): Contact | null {
  if (typed.includes("@")) {
    const email = canonicalEmail(typed);
    return email === null ? null : { channel: "EMAIL", address: email };
  }
  const phone = canonicalPhone(typed);
  if (phone === null || (phone.startsWith("+86") && !CHINESE_MOBILE.test(phone))) return null;
  return { channel: "SMS", address: phone };
}

/**
 * The mailbox that messages to an address end in, as far as its look tells: many providers take what follows
 * a plus, and dots, for nothing. Only to count by: two people may seem to share one.
 * Example: li.lei+shop@shop.cn → lilei@shop.cn; a phone is its own.
 */
export function mailboxOf({ channel, address }: Contact): string {
  if (channel === "SMS") return address;
  const [local = "", domain = ""] = address.split("@");
  return `${local.replace(/\+.*$/, "").replaceAll(".", "")}@${domain}`;
}

/** What is said at the phone to whom no text messages go out. */
export const NO_TEXTS_THERE = "no text messages to this country";

/**
 * Whether text messages go out to a number.
 * Examples: +8613800001234 of 86 → true, +85251234567 of 86 → false, of 86 and 852 or * → true.
 *
 * @param countries calling codes without +, or * for all
 */
export function isServed({ channel, address }: Contact, countries: readonly string[]): boolean {
  if (channel !== "SMS" || countries.includes("*")) return true;
  return countries.some((code) => address.startsWith(`+${code}`));
}

/**
 * An address as it may be shown where somebody else may look.
 * Examples: "linxia@shop.cn" → li***@shop.cn, "+8613800001234" → 138****1234.
 */
export function maskedContact({ channel, address }: Contact): string {
  if (channel === "SMS") return maskedPhone(address);
  const [local = "", domain = ""] = address.split("@");
  return `${local.slice(0, local.length > 3 ? 2 : 1)}***@${domain}`;
}
