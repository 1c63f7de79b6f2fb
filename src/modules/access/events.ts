import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { insideId, pointsFigure } from "@/platform/scalars";
import { approvalEnd, approvalKind } from "./schema/approvals";

/** What waits for a second person, and who asked. */
const approval = {
  approvalId: insideId,
  kind: approvalKind,
  subject: z
    .string()
    .nullable()
    .describe("what it is about where that is no member: key:7, batch:12"),
  points: pointsFigure.nullable().describe("of a correction or a batch"),
  requestedBy: z.string(),
};

export const accessEvents = {
  "approval.requested": z.object(approval),
  "approval.decided": z.object({
    ...approval,
    status: approvalEnd.describe("VOID: what it was about had changed when it was approved"),
    decidedBy: z.string(),
  }),
  "access.sign_in_attack": z.object({
    against: z.enum(["ACCOUNT", "EVERYBODY"]).describe("one account, or many from one region"),
    userId: insideId.nullable().describe("the account, null for EVERYBODY"),
    region: z.string().describe("where the last try came from: an IPv4 /24 or an IPv6 /48"),
    failures: z.int().describe("wrong passwords within an hour"),
  }),
};

export const accessEvent = eventsOf(accessEvents);
