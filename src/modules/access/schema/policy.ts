import { z } from "zod";
import { moneyMinor, reasonText } from "@/platform/scalars";
import { type ApprovalKind, approvalKind } from "./approvals";

/** Acts that have a worth in money: what is given, at most. */
export const WITH_WORTH: readonly ApprovalKind[] = [
  "ADJUSTMENT",
  "BATCH",
  "COUPON",
  "ACTIVITY",
  "REWARD",
  "AUTOMATION",
];

const fields = {
  always: z.boolean().describe("every such act waits for a second person"),
  aboveMinor: moneyMinor
    .nullable()
    .describe("one act worth more waits; null: only the limits of the rules"),
  dayMinor: moneyMinor
    .nullable()
    .describe("so does what makes one person’s sum of a business date more than this"),
  decidedBy: z
    .enum(["ADMIN", "STAFF"])
    .describe("STAFF: anybody else who could ask for it themselves decides too"),
  waitDays: z.int().min(1).max(365).describe("after so many days undecided it ends"),
};
const actPolicy = z.object(fields);
export type ActPolicy = z.output<typeof actPolicy>;

export const policyView = z.object({
  items: z.array(actPolicy.extend({ act: approvalKind, hasWorth: z.boolean(), revision: z.int() })),
  secondPerson: z.boolean().describe("whether another person is there who could approve"),
});

export const setPolicyInput = z.strictObject({
  act: approvalKind,
  ...fields,
  revision: z.int().describe("as it was last read"),
  reason: reasonText,
});
export type SetPolicyInput = z.output<typeof setPolicyInput>;

export const setPolicyOutput = z.object({
  approvalId: z.string().nullable().describe("the request that waits"),
});
