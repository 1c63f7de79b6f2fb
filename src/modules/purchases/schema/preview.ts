import { z } from "zod";
import { insideId, instant, moneyFigure, pointsFigure } from "@/platform/scalars";
import { tierCode } from "../../tiers/schema";

/** What orders would bring under an edit of the rules. */

const side = z.object({
  points: pointsFigure,
  discountMinor: moneyFigure.describe("what the tiers’ prices take off"),
  refused: z.int().describe("orders in a currency that it has no rate for"),
});
const priced = side.extend({
  worthMinor: moneyFigure.describe("of the points, when they pay for an order"),
});

const figures = z.object({
  orders: z.int().describe("paid in the time, and neither cancelled nor refunded in full"),
  members: z.int().describe("who paid them"),
  more: z.int().describe("members with more points of them under the edit"),
  fewer: z.int(),
  inForce: priced,
  draft: priced,
  earned: pointsFigure.describe("what these orders earned when they came"),
  goodsUnknown: z
    .int()
    .describe("orders of whose goods’ price no more is known than what was paid"),
  cut: z.int().describe("members of whose very many orders the last are left out"),
  liability: z
    .object({ points: pointsFigure, inForceMinor: moneyFigure, draftMinor: moneyFigure })
    .describe("available, pending and frozen points of all members, and their worth by both"),
  owed: pointsFigure,
  tiers: z
    .array(z.object({ code: tierCode, orders: z.int(), inForce: side, draft: side }))
    .describe("by the tier that the edit gives who paid"),
});

export const orderPreviewView = z.object({
  previewId: insideId,
  status: z
    .enum(["WAITING", "RUNNING", "DONE", "FAILED"])
    .describe("WAITING until the preview of tiers is whole"),
  since: instant,
  until: instant,
  progress: z.object({ done: z.int(), of: z.int() }),
  figures: figures.nullable().describe("null until all were gone through"),
});
