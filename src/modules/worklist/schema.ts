import { z } from "zod";
import { insideId, instant } from "@/platform/scalars";

/** What can wait for somebody of the staff, in the order in which it is shown. */
export const workKind = z.enum([
  "APPROVALS",
  "PARCELS",
  "JOBS",
  "LEDGER",
  "ENDPOINTS",
  "REFUSED",
  "PARKED",
  "STOCK",
  "ENDING",
  "BUDGETS",
  "UNPUBLISHED",
  "SCHEDULED",
]);
export type WorkKind = z.output<typeof workKind>;

/** How the ledger is, where somebody has to look at it. */
export const ledgerState = z.enum(["NEVER", "BAD", "OLD", "PARTIAL"]);
export type LedgerState = z.output<typeof ledgerState>;

/** So many are counted; what is more is "1,000 or more". */
export const COUNTED_MAX = 1_000;

const workItem = z.object({
  id: z.string(),
  name: z.string().nullable().describe("what it is called, by its kind"),
  memberId: insideId.nullable(),
  at: instant.nullable().describe("since when, or until when, by its kind"),
  figure: z.number().nullable().describe("money, pieces, percent or how many, by its kind"),
  outOf: z.number().nullable(),
});

export const workList = z.object({
  items: z.array(
    z.object({
      kind: workKind,
      count: z.int().describe(`at most ${COUNTED_MAX}, which stands for as many or more`),
      late: z.int().nullable().describe("of them such as wait too long, where that is known"),
      worst: z.array(workItem).describe("the three that are to be looked at first"),
    }),
  ),
});

export const noticePace = z.enum(["AT_ONCE", "DAILY"]);

const noticeSetting = {
  kinds: z.array(workKind).max(workKind.options.length).describe("none: nothing is sent"),
  pace: noticePace,
  hour: z.int().min(0).max(23).describe("of the business day; for DAILY"),
};

export const workNotices = z.object({
  ...noticeSetting,
  revision: z.int(),
  possible: z.boolean().describe("whether the server sends e-mails, and there is an address"),
  address: z.string().nullable(),
  offered: z.array(workKind).describe("what whoever looks may see at all"),
});

export const setNoticesInput = z.strictObject({
  ...noticeSetting,
  revision: z.int().describe("as it was read; 0 where there was none"),
});
export type SetNotices = z.output<typeof setNoticesInput>;

export const setNoticesOutput = z.object({ revision: z.int() });
