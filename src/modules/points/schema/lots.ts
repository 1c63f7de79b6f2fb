import { z } from "zod";
import { insideId, instant, listOf, page, pointsFigure, who } from "@/platform/scalars";
import { entryType } from "./ledger";

export const lotsInput = z.strictObject({ ...who, ...page });

export const lotList = listOf(
  z.object({
    lotId: insideId,
    original: pointsFigure,
    remaining: pointsFigure,
    frozen: pointsFigure,
    pending: z.boolean(),
    availableAt: instant,
    expiresAt: instant,
    type: entryType.nullable().describe("of the ledger entry that made it"),
    referenceType: z.string(),
    referenceId: z.string(),
    createdAt: instant,
  }),
);
