import { z } from "zod";
import { insideId, instant, moneyFigure } from "@/platform/scalars";

/** What the console finds, in the order in which it is shown. */
export const foundKind = z.enum([
  "MEMBER",
  "ORDER",
  "PARCEL",
  "REDEMPTION",
  "COUPON",
  "ACTIVITY",
  "REWARD",
]);
export type FoundKind = z.output<typeof foundKind>;

/** Letters of what is looked for. */
export const SEARCH_MAX = 64;

export const searchInput = z.strictObject({ query: z.string().trim().min(1).max(SEARCH_MAX) });

export const foundItem = z.object({
  kind: foundKind,
  id: z.string().describe("an order by the shop’s id, a parcel by its redemption’s"),
  memberId: insideId.nullable().describe("whose it is; null where it is nobody’s, or a guest’s"),
  name: z
    .string()
    .nullable()
    .describe("a nickname, title or reward, an order’s or parcel’s number"),
  details: z.array(z.string()).describe("codes and numbers by which people know it, masked"),
  status: z.string().nullable(),
  at: instant.nullable(),
  amountMinor: moneyFigure.nullable().describe("what an order was paid with"),
  exact: z.boolean().describe("named by the whole of its number or code"),
});
export type FoundItem = z.output<typeof foundItem>;

export const searchOutput = z.object({
  items: z.array(foundItem).describe("those named exactly first"),
  heldBack: z.array(foundKind).describe("not looked for: too many wrong codes of whoever asks"),
});

/** What somebody opened before, to be named anew: by what they may see now. */
export const RECENTS_MAX = 8;
export const namedInput = z.strictObject({
  refs: z
    .array(z.strictObject({ kind: foundKind, id: z.string().min(1).max(SEARCH_MAX) }))
    .min(1)
    .max(RECENTS_MAX),
});
export const namedOutput = z.object({
  items: z.array(foundItem).describe("in the order asked for; what is gone is left out"),
});
