import { z } from "zod";
import { phoneNumber } from "./contact-scalars";
import { plainText } from "./pasted";

/** Values that cross the border, with their bounds. Isomorphic: forms use them too. */

export const POINTS_MAX = 1_000_000_000;
export const MONEY_MINOR_MAX = 1_000_000_000_000;

/** An id that the shop gave: 1–64 printable ASCII characters without spaces, case-sensitive. */
export const outsideId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/)
  .describe("1–64 printable ASCII characters without spaces, case-sensitive");

/** An id of ours as the world sees it: a positive integer in decimal, as text. */
export const insideIdText = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .describe("decimal number as text");

/**
 * An id of ours: text outside, a number inside. Sixteen digits reach beyond 2^53, where numbers have gaps, and
 * the last of them to one more digit: an id there is 2^53 - 1, and nothing of ours has it.
 */
export const insideId = z.codec(insideIdText, z.number(), {
  decode: (text) => Math.min(Number(text), Number.MAX_SAFE_INTEGER),
  encode: String,
});

export const pointsPositive = z.int().min(1).max(POINTS_MAX);
export const pointsZeroOrMore = z.int().min(0).max(POINTS_MAX);
export const pointsSigned = z.int().min(-POINTS_MAX).max(POINTS_MAX);
/** Points of an account or a sum: not bounded by one operation. */
export const pointsFigure = z.int();
export const moneyMinor = z.int().min(0).max(MONEY_MINOR_MAX).describe("minor units (fen)");
export const moneyMinorPositive = z.int().min(1).max(MONEY_MINOR_MAX).describe("minor units (fen)");
export const moneyFigure = z.int().describe("minor units (fen)");

/** A moment as the world sees it, bounded by what the database's calendar holds. */
export const instantText = z.iso
  .datetime({ offset: true })
  .refine((text) => isInCalendar(new Date(text).getUTCFullYear()), { error: "1000 … 9999" })
  .describe("RFC 3339 instant");

/** A moment: RFC 3339 text outside, in UTC with milliseconds where we tell it; a Date inside. */
export const instant = z.codec(instantText, z.date(), {
  decode: (text) => new Date(text),
  encode: (moment) => moment.toISOString(),
});

function isInCalendar(year: number): boolean {
  return year >= 1000 && year <= 9999;
}

export const calendarDate = z.iso.date();

/**
 * What nobody sees and what turns the direction of reading: controls, lone surrogates, zero-width and
 * bidirectional characters, fillers, selectors of glyphs.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]|\p{Variation_Selector}|\u034F|\u17B4|\u17B5/gu;

/**
 * Where such a character is part of what is seen: joiners and selectors inside an emoji, the tags of
 * a flag, and the variant of an ideograph, as names have them.
 */
const PART_OF_A_SIGN =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F)\u200D(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]|(?<=[0-9#*])\uFE0F(?=\u20E3)|(?<=\u{1F3F4})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F}|(?<=\p{Ideographic})[\u{E0100}-\u{E01EF}]/gu;

/** Whether a text has characters that are not seen. Example: "admin" with a zero-width space → true. */
export function hasInvisible(text: string): boolean {
  return text.replace(PART_OF_A_SIGN, "").search(INVISIBLE) >= 0;
}

/** A text without them, for what other systems tell and nobody can type again. */
export function withoutInvisible(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const part of text.matchAll(PART_OF_A_SIGN)) {
    kept.push(text.slice(from, part.index).replace(INVISIBLE, ""), part[0]);
    from = part.index + part[0].length;
  }
  return [...kept, text.slice(from).replace(INVISIBLE, "")].join("");
}

/** How long a text is, in code points: as JSON Schema and the database count. "👩‍💻" is three. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** At most so many code points. */
function atMost(max: number) {
  return z.check<string>(({ value, issues }) => {
    if (value.length <= max || lengthOf(value) <= max) return;
    issues.push({ code: "too_big", origin: "string", maximum: max, inclusive: true, input: value });
  });
}

/** Code units that a code point of NFC is written with at most, as people and their systems write. */
const UNITS_OF_ONE = 8;

/**
 * Before the one form is looked for: putting marks in their order takes the square of their number, half
 * a minute of the process for 400 kB of them.
 */
function composable(max: number) {
  return z.check<string>(({ value, issues }) => {
    if (value.length <= UNITS_OF_ONE * max) return;
    issues.push({ code: "too_big", origin: "string", maximum: max, inclusive: true, input: value });
  });
}

/**
 * Text that people wrote, in one form (NFC) and trimmed: at least one character, at most so many code
 * points, none that is not seen.
 */
export function humanText(max: number) {
  return z
    .string()
    .trim()
    .check(composable(max))
    .normalize("NFC")
    .trim()
    .min(1)
    .check(atMost(max))
    .refine((text) => !hasInvisible(text), { error: "invisible characters are not allowed" })
    .meta({ maxLength: max });
}

/** The same as another system tells it: what is not seen is left out; nothing may be left. */
export function externalText(max: number) {
  return z
    .string()
    .overwrite((text) => withoutInvisible(text).trim())
    .check(composable(max))
    .overwrite((text) => withoutInvisible(text.normalize("NFC")).trim())
    .check(atMost(max))
    .meta({ maxLength: max });
}

export const reasonText = humanText(200);

/** As it is printed on a card, read aloud or pasted: `m 251105 000123` is M251105000123. */
export const memberCodeText = z
  .string()
  .max(64)
  .overwrite((typed) =>
    plainText(typed)
      .replace(/[\s\p{Pd}·.]/gu, "")
      .toUpperCase(),
  )
  .regex(/^M\d{12}$/)
  .describe("the code on the member’s card: M and twelve digits");

/**
 * Whom a service or operator acts for, in exactly one way; `memberRef` sees to it. A member names nobody.
 */
export const who = {
  memberId: insideId.optional(),
  externalId: outsideId.optional(),
  memberCode: memberCodeText.optional(),
  phone: phoneNumber.optional(),
};

export const page = {
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
};

/**
 * A schema with defaults as an answer has it: they are filled in there, so that whoever reads it sees them,
 * inside and out. For shapes without ids and instants of ours, which differ on the two sides.
 */
export function filledIn<T extends z.ZodType>(shape: T) {
  return shape as unknown as z.ZodType<z.output<T>, z.output<T>>;
}

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
