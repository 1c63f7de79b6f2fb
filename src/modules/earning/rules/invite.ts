/** Letters and digits that nobody mistakes for one another: no 0 O, 1 I L, 5 S, 8 B, 2 Z. */
export const CODE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY";
/** Eighteen of 25 signs are 83 bits. */
export const CODE_LENGTH = 18;
/** Those that were given out before still lead to whom they belong. */
const CODE_LENGTH_BEFORE = 8;

/** A code as people type it. Example: " acdk-mn34 " → "ACDKMN34"; what can't be one → null. */
export function normalCode(text: string): string | null {
  const code = text.replace(/[\s-]/g, "").toUpperCase();
  const isCode =
    [CODE_LENGTH, CODE_LENGTH_BEFORE].includes(code.length) &&
    [...code].every((letter) => CODE_ALPHABET.includes(letter));
  return isCode ? code : null;
}

/**
 * The person behind an external id. Where a shop uses e-mail addresses, one person has many spellings:
 * case, dots in the local part, "+anything", googlemail for gmail. Other ids are case-sensitive.
 * Example: "Lin.Xia+2@GoogleMail.com" → "linxia@gmail.com"; "u-A1" → "u-A1".
 */
export function personOf(externalId: string): string {
  const at = externalId.lastIndexOf("@");
  if (at <= 0 || at === externalId.length - 1) return externalId;
  const [mailbox = ""] = externalId.slice(0, at).toLowerCase().split("+");
  const domain = externalId.slice(at + 1).toLowerCase();
  return `${mailbox.replaceAll(".", "")}@${domain === "googlemail.com" ? "gmail.com" : domain}`;
}

/**
 * Whether somebody invites themself: the same person, or ids that differ only in case or dots, which
 * is rarely two people and easily one.
 */
export function isSamePerson(a: string, b: string): boolean {
  const bare = (id: string) => personOf(id).toLowerCase().replaceAll(".", "");
  return bare(a) === bare(b);
}

/**
 * What a friend may read of a member's name: how it begins, and not how long it is.
 * Example: "林夏" → "林**"; without a name → null.
 */
export function maskedName(nickname: string | null): string | null {
  if (nickname === null) return null;
  const [first] = new Intl.Segmenter().segment(nickname.trim());
  return first ? `${first.segment}**` : null;
}
