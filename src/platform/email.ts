/**
 * One address has one form, which everything compares letter by letter: signing in, linking, limits
 * and uniqueness. Isomorphic: forms use it too. What could be taken for another address by its looks is refused, never mapped to
 * it: decision 25.
 */

/** Format characters, controls, surrogates, private use: none of them belongs in an address. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;

/** An atom of RFC 5322 between dots. Letters beyond ASCII are other mailboxes that look alike. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LOCAL_PART_MAX = 64;

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** As columns hold it. */
export const EMAIL_MAX = 190;

/** Where nobody gets mail: our own placeholders stand there. */
export const NOWHERE = "invalid";

/** Blanks around an address are a slip of the hand or of copying. */
function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g, "");
}

/**
 * The address in its one form, or null for what is no address. The local part is ASCII in lower case,
 * the domain as DNS asks for it. Examples: " Lin@Shop.CN " → "lin@shop.cn", "lin@例子.中国" →
 * "lin@xn--fsqu00a.xn--fiqs8s", "ａdmin@shop.cn" → null, "admin\u200b@shop.cn" → null.
 */
export function canonicalEmail(input: string): string | null {
  if (input.length > 2 * EMAIL_MAX) return null;
  const text = trimmed(input);
  if (UNSEEN.test(text)) return null;
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(0, at));
  if (local.length > LOCAL_PART_MAX || !LOCAL_PART.test(local)) return null;
  const domain = asciiDomain(text.slice(at + 1));
  if (domain === null) return null;
  const email = `${local.toLowerCase()}@${domain}`;
  return email.length > EMAIL_MAX ? null : email;
}

/**
 * Written with letters of another form (full width, decomposed, a ligature, another dot) it is refused:
 * of what UTS 46 maps, only capitals are taken for their small letters.
 */
function asciiDomain(input: string): string | null {
  const domain = input.toLowerCase();
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || MAPPED.test(domain)) return null;
  // Asked of what was given: a small letter may be one alone where its capital was of another form.
  if (input.normalize("NFKC") !== input) return null;
  // The parser of addresses knows the form of international names; a port or path cannot stand here.
  if (!URL.canParse(`http://${domain}`)) return null;
  const labels = new URL(`http://${domain}`).hostname.split(".");
  const last = labels.at(-1) ?? "";
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label));
  return isName && /[a-z]/.test(last) && last !== NOWHERE ? labels.join(".") : null;
}

/** Small letters that UTS 46 would still take for others; ß and ς are letters of their own there. */
const MAPPED = /(?![ßς])\p{Changes_When_NFKC_Casefolded}/u;
