import { z } from "zod";
import { localizedText } from "@/platform/texts";

export const carrierCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9_]{1,15}$/)
  .describe("capitals, digits and _");

/** Signs of a tracking number. */
export const TRACKING_MAX = 64;
const SHAPES_MAX = 8;

/**
 * How a carrier's numbers look: # a digit, @ a letter, * either, any other letter or digit itself; in
 * braces how many of the sign before.
 */
export const trackingShape = z
  .string()
  .max(60)
  .regex(/^([#@*A-Z0-9-](\{\d{1,2}(,\d{1,2})?\})?){1,20}$/)
  .describe("# a digit, @ a letter, * either; {n} or {n,m} how many, as SF#{13}");

export const carrierView = z.object({
  code: carrierCode,
  name: z.string(),
  names: z.record(z.string(), z.string()).describe("by language"),
  shapes: z.array(z.string()).describe("of its tracking numbers; none: any"),
  isOwn: z.boolean().describe("of the shop’s own"),
  enabled: z.boolean().describe("offered for parcels"),
  revision: z.int().describe("0 of the kept list, as it came"),
});

export const carriersInput = z.strictObject({});
export const carrierList = z.object({ items: z.array(carrierView) });

export const saveCarrierInput = z.strictObject({
  code: carrierCode,
  revision: z.int().min(0).describe("as it was read; 0 for a new one"),
  enabled: z.boolean(),
  name: localizedText(64).optional().describe("of the shop’s own ones, and needed for them"),
  shapes: z.array(trackingShape).max(SHAPES_MAX).default([]),
});
export type SaveCarrier = z.output<typeof saveCarrierInput>;
export const savedCarrier = z.object({ code: carrierCode, revision: z.int() });
