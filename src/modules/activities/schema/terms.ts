import { z } from "zod";
import { type OrderScope, shopWord } from "../../orders/schema/cart";

/** When an activity counts, how often, and how it goes with others: what each order is judged by. */

export const HOURS_MAX = 14;

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe("HH:MM in business time");

/** Monday is 1. */
const weekday = z.int().min(1).max(7);

/** One span of recurring hours; where it ends before it begins it goes on into the next day. */
const span = z.strictObject({
  weekdays: z
    .array(weekday)
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { error: "distinct" })
    .describe("on which it begins, 1 = Monday"),
  from: clock,
  until: clock.describe("no longer in it; the same as `from` = 24 hours, before it = the next day"),
});
export type Span = z.output<typeof span>;

export const hours = z.array(span).min(1).max(HOURS_MAX);

export const frequencyPer = z.enum(["day", "week", "month", "lifetime"]);

/** Of how many of a member's orders it counts; an order that is wholly undone counts no more. */
export const frequency = z.strictObject({
  limit: z.int().min(1).max(1000),
  per: frequencyPer.describe("business day, week from Monday, calendar month, or in all"),
});
export type Frequency = z.output<typeof frequency>;

/** How an activity goes with others on the same line. */
export const stacking = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("ALL") }),
  z.strictObject({ mode: z.literal("HIGHEST") }),
  z.strictObject({
    mode: z.literal("PRIORITY"),
    group: shopWord.max(32),
    priority: z.int().min(1).max(1000).describe("1 comes first"),
  }),
]);
export type Stacking = z.output<typeof stacking>;

export const HIGHEST: Stacking = { mode: "HIGHEST" };

/** By what each order is judged. */
export interface Terms {
  scope: OrderScope | null;
  hours: Span[] | null;
  frequency: Frequency | null;
  stacking: Stacking;
  /** Who is in it may take part; null for everybody. */
  segmentId: string | null;
}

/** It is about every order, at any time. */
export const NO_TERMS: Terms = {
  scope: null,
  hours: null,
  frequency: null,
  stacking: HIGHEST,
  segmentId: null,
};
