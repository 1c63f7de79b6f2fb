import { z } from "zod";
import { insideId, instant, moneyFigure, pointsFigure, who } from "@/platform/scalars";
import { tierCause } from "../../tiers/schema";
import { entryType } from "./ledger";

export const explainInput = z.strictObject({
  ...who,
  asOf: instant.optional().describe("any past moment; default now"),
});

/** The step that led a member to their tier, as they read it. */
export const tierStep = z.object({
  change: z
    .object({
      to: z.string().describe("what the tier was called then"),
      cause: tierCause,
      at: instant,
      qualifyingMinor: moneyFigure.describe("what counted at that moment"),
      orderId: z.string().nullable(),
    })
    .nullable(),
});

const explainedLine = z.object({
  transactionId: insideId,
  type: entryType,
  points: pointsFigure.describe("of the entry as a whole, as the list of entries has it"),
  change: pointsFigure.describe("of this account"),
  balance: pointsFigure.describe("of this account after the line"),
  at: instant,
  referenceType: z.string(),
  referenceId: z.string(),
  reason: z.string().nullable().describe("what staff wrote for staff; null for members"),
  memberNote: z.string().nullable().describe("words for the member"),
  breakdown: z.record(z.string(), z.unknown()).nullable(),
  actor: z.string(),
  programVersion: insideId,
  lots: z.array(
    z.object({
      lotId: insideId,
      points: pointsFigure.describe("change of what the lot has to spend"),
      frozen: pointsFigure.describe("change in the part of it on hold"),
      expiresAt: instant,
    }),
  ),
});

const explainedAccount = z.object({
  balance: pointsFigure,
  opening: pointsFigure.describe("the balance before the first line shown"),
  isPartial: z
    .boolean()
    .describe("entries of the member before those looked at are summed up in the opening"),
  lines: z.array(explainedLine).describe("oldest first"),
});

export const explainOutput = z.object({
  memberId: insideId,
  asOf: instant,
  accounts: z.object({
    available: explainedAccount,
    pending: explainedAccount,
    frozen: explainedAccount,
    owed: explainedAccount,
  }),
  tier: z.object({
    code: z.string(),
    name: z.string(),
    isPartial: z.boolean().describe("there are changes before the first line, which are left out"),
    lines: z.array(
      z.object({
        changeId: insideId,
        from: z.string().nullable(),
        to: z.string(),
        cause: z.string(),
        at: instant,
        qualifyingMinor: moneyFigure,
        referenceType: z.string().nullable(),
        referenceId: z.string().nullable(),
        reason: z.string().nullable().describe("what staff wrote for staff; null for members"),
        actor: z.string(),
        programVersion: insideId,
      }),
    ),
  }),
});
