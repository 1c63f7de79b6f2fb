import { z } from "zod";
import {
  insideId,
  instant,
  listOf,
  moneyFigure,
  moneyMinor,
  moneyMinorPositive,
  outsideId,
  page,
  pointsFigure,
  pointsPositive,
  reasonText,
  who,
} from "@/platform/scalars";
import { guestKey } from "../../guests/schema";
import { currencyCode, original } from "../../orders/schema/currency";

export const entryType = z.enum([
  "EARN",
  "MATURE",
  "REDEEM",
  "HOLD",
  "RELEASE",
  "FREEZE",
  "UNFREEZE",
  "CLAW_BACK",
  "RESTORE",
  "EXPIRE",
  "ADJUST",
  "FORFEIT",
  "TRANSFER_OUT",
  "TRANSFER_IN",
]);
export type EntryType = z.output<typeof entryType>;

export const accounts = z.object({
  available: pointsFigure,
  pending: pointsFigure,
  frozen: pointsFigure,
  owed: pointsFigure,
});
export type Accounts = z.output<typeof accounts>;

/** The four accounts' names, in the order of every listing. */
export const ACCOUNT_NAMES = ["available", "pending", "frozen", "owed"] as const;

export const expiring = z.object({ points: pointsFigure, expiresAt: instant });

export const whoInput = z.strictObject({ ...who });

export const balance = accounts.extend({
  expiring: z.array(expiring),
  worthMinor: moneyFigure,
});

export const transactionsInput = z.strictObject({
  ...who,
  type: entryType.optional(),
  from: instant.optional().describe("from this instant on"),
  to: instant.optional().describe("before this instant"),
  months: z.boolean().optional().describe("with the sums of the months that the page is of"),
  ...page,
});

/** The whole history, for a file: its pages are as long as suits. */
export const statementInput = transactionsInput.omit({ months: true, limit: true });

export const entry = z
  .object({
    id: insideId,
    type: entryType,
    points: pointsFigure.describe(
      "what came or went; of MATURE what became available, of HOLD and FREEZE what was set aside (negative), of RELEASE and UNFREEZE what came back",
    ),
    balanceAfter: pointsFigure.describe("available after it"),
    reason: z.string().nullable().describe("what staff wrote for staff; null for members"),
    memberNote: z.string().nullable().describe("words for the member"),
    referenceType: z.string(),
    referenceId: z.string(),
    breakdown: z.record(z.string(), z.unknown()).nullable(),
    expiresAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "LedgerEntry" });

/** What entries add up to: net = earned − redeemed + restored − clawedBack − expired + adjusted − forfeited + transferred. */
export const ledgerSummary = z.object({
  earned: pointsFigure,
  redeemed: pointsFigure,
  restored: pointsFigure.describe("given back of what was redeemed"),
  clawedBack: pointsFigure,
  expired: pointsFigure,
  adjusted: pointsFigure.describe("by corrections, below zero where they took more"),
  forfeited: pointsFigure.describe("lost on closing, less what was owed and written off"),
  transferred: pointsFigure.describe(
    "came from another membership of the same person, below zero where it went to one",
  ),
  net: pointsFigure.describe("change of available + pending + frozen − owed"),
  change: accounts.describe("of each account; of all entries together these are the balances"),
});
export type LedgerSummary = z.output<typeof ledgerSummary>;

const month = z.string().describe("in the program’s time zone: 2026-11");

export const transactions = listOf(entry).extend({
  summary: ledgerSummary,
  months: z
    .array(ledgerSummary.extend({ month }))
    .describe(
      "where asked for: each month of the page as a whole, by the same filter, newest first",
    ),
});
export const statement = listOf(entry);

/** What points take off an order in another currency. */
export const originalDiscount = original
  .extend({ discountMinor: moneyFigure.describe("what to take off it, rounded down") })
  .describe("the same in the order’s currency, where that is another than the program’s");

export const useInput = z.strictObject({
  ...who,
  points: pointsPositive,
  orderId: outsideId,
  orderAmountMinor: moneyMinorPositive.describe("the goods’ price before points"),
  currency: currencyCode.optional().describe("of orderAmountMinor; default the program’s own, CNY"),
});

export const useOutput = z.object({
  transactionId: insideId,
  pointsUsed: pointsFigure,
  pointsRestored: pointsFigure.describe(
    "given back at once: the share of the order that is refunded already",
  ),
  discountMinor: moneyFigure,
  payableMinor: moneyFigure,
  original: originalDiscount.optional(),
  available: pointsFigure,
});

export const reverseInput = z.strictObject({
  id: insideId,
  reason: reasonText,
  points: pointsPositive.optional().describe("how many to give back; default all that is left"),
  reference: outsideId
    .optional()
    .describe("names this part: two of the same size without one are the same part"),
});

export const reverseOutput = z.object({
  transactionId: insideId.nullable(),
  pointsRestored: pointsFigure,
  available: pointsFigure,
});

export const earnInput = z
  .strictObject({
    ...who,
    guestKey: guestKey.optional(),
    event: z.enum(["PURCHASE", "REVIEW", "CHECKIN", "BIRTHDAY", "SHARE", "CUSTOM"]),
    referenceId: outsideId,
    amountMinor: moneyMinor.optional().describe("what was paid; PURCHASE only"),
    currency: currencyCode
      .optional()
      .describe("of amountMinor; default the program’s own, CNY. PURCHASE only"),
    points: pointsPositive.optional().describe("CUSTOM only"),
    description: reasonText.optional(),
  })
  .superRefine((input, issues) => {
    const fields = [
      { path: "amountMinor", value: input.amountMinor, isRequired: input.event === "PURCHASE" },
      { path: "points", value: input.points, isRequired: input.event === "CUSTOM" },
    ];
    for (const name of ["guestKey", "currency"] as const) {
      if (input[name] === undefined || input.event === "PURCHASE") continue;
      issues.addIssue({ code: "custom", path: [name], message: "PURCHASE" });
    }
    for (const { path, value, isRequired } of fields) {
      if ((value !== undefined) === isRequired) continue;
      const message = isRequired ? `required for ${input.event}` : `not for ${input.event}`;
      issues.addIssue({ code: "custom", path: [path], message });
    }
  });
export type EarnInput = z.output<typeof earnInput>;

export const earnOutput = z.object({
  transactionId: insideId.nullable(),
  pointsEarned: pointsFigure,
  available: pointsFigure,
  expiresAt: instant.nullable(),
  tierChanged: z.object({ from: z.string(), to: z.string() }).nullable(),
  duplicate: z.boolean(),
});
