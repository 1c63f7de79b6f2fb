import { z } from "zod";
import { insideIdText, instantText, listOf, page, pointsFigure } from "@/platform/scalars";
import { entryType } from "./ledger";

export const lotsInput = z.strictObject({ memberId: insideIdText, ...page });

export const lotList = listOf(
  z.object({
    lotId: insideIdText,
    original: pointsFigure,
    remaining: pointsFigure,
    frozen: pointsFigure,
    pending: z.boolean(),
    availableAt: instantText,
    expiresAt: instantText,
    type: entryType.nullable().describe("of the ledger entry that made it"),
    referenceType: z.string(),
    referenceId: z.string(),
    createdAt: instantText,
  }),
);
