import { z } from "zod";
import { insideId, instant, listOf, page, who } from "@/platform/scalars";

const auditRecord = z.object({
  id: insideId,
  action: z.string(),
  actor: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string(),
  createdAt: instant,
});
export const auditList = listOf(auditRecord);

/** Of our own, so that nothing else is looked for: some servers refuse to compare other letters with it. */
const nameOf = (lengthMax: number) =>
  z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(lengthMax);

/** Everything that was done, narrowed down to one person's, one kind of act, one member's. */
export const auditLogInput = z.strictObject({
  actor: nameOf(96).optional(),
  action: nameOf(64).optional(),
  memberId: insideId.optional(),
  ...page,
});
export type AuditLogInput = z.output<typeof auditLogInput>;

export const auditLog = listOf(
  auditRecord.extend({
    target: z.string().nullable(),
    member: z.object({ memberId: insideId, memberCode: z.string() }).nullable(),
  }),
);

/** What the log can be narrowed down by. */
export const auditChoices = z.object({ actors: z.array(z.string()), actions: z.array(z.string()) });

export const memberAuditInput = z.strictObject({ ...who, ...page });
