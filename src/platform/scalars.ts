import { z } from "zod";

/** Values that cross the border, with their bounds. Isomorphic: forms use them too. */

export const POINTS_MAX = 1_000_000_000;
export const MONEY_MINOR_MAX = 1_000_000_000_000;

/** An id that the shop gave: 1–64 printable ASCII characters without spaces, case-sensitive. */
export const outsideId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/)
  .describe("1–64 printable ASCII characters without spaces, case-sensitive");

/** An id of ours: a positive integer in decimal, as text. */
export const insideId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .describe("decimal number as text");

export const pointsPositive = z.int().min(1).max(POINTS_MAX);
export const pointsSigned = z.int().min(-POINTS_MAX).max(POINTS_MAX);
/** Points of an account or a sum: not bounded by one operation. */
export const pointsFigure = z.int();
export const moneyMinor = z.int().min(0).max(MONEY_MINOR_MAX).describe("minor units (fen)");
export const moneyMinorPositive = z.int().min(1).max(MONEY_MINOR_MAX).describe("minor units (fen)");
export const moneyFigure = z.int().describe("minor units (fen)");

/** Bounded by what the database's calendar holds. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => isInCalendar(new Date(text).getUTCFullYear()), { error: "1000 … 9999" })
  .describe("RFC 3339 instant");

function isInCalendar(year: number): boolean {
  return year >= 1000 && year <= 9999;
}

export const calendarDate = z.iso.date();

const control = /[\p{Cc}\p{Cs}]/u;

/** Text that people wrote: trimmed, at least one character, no control characters. */
export function humanText(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !control.test(text), { error: "control characters are not allowed" });
}

export const reasonText = humanText(200);

/** Whom a service or operator acts for. A member sends neither. */
export const who = {
  memberId: insideId.optional(),
  externalId: outsideId.optional(),
};

export const page = {
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
};

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
