import { plainText } from "@/platform/pasted";
import { canonicalPhone } from "@/platform/phone";

/** What was scanned or typed at the till, as what it is to be looked up. */
export type Looked =
  | { by: "code"; code: string }
  | { by: "phone"; phone: string; externalId: string }
  | { by: "externalId"; externalId: string };

const CODE = /^(?:M\d{12}|\d{20})$/;

/**
 * A code of a card, a phone, or else the shop's own id, which may look like a phone:
 * `lookedUp("138 0000 1234")` is the phone +8613800001234, and if nobody has it the shop's 13800001234.
 */
export function lookedUp(typed: string): Looked {
  const text = plainText(typed);
  const code = text.replace(/[\s\p{Pd}·.]/gu, "").toUpperCase();
  if (CODE.test(code)) return { by: "code", code };
  const phone = canonicalPhone(text);
  const externalId = text.replace(/\s/g, "");
  return phone === null ? { by: "externalId", externalId } : { by: "phone", phone, externalId };
}
