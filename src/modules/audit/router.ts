import { memberRef } from "@/platform/auth";
import { query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as schema from "./schema";
import { auditChoices, auditLog, memberAudit } from "./service";

/** The whole audit log; one member's part of it is among the member's own lists. */
export const auditRouter = router({
  list: query(
    {
      access: { operator: "audit:read" },
      input: schema.auditLogInput,
      output: schema.auditLog,
      fromReplica: true,
    },
    (ask, input) => auditLog(ask, input),
  ),

  choices: query(
    {
      access: { operator: "audit:read" },
      input: nothing,
      output: schema.auditChoices,
      fromReplica: true,
    },
    (ask) => auditChoices(ask),
  ),
});

/** Among the member's own lists: what was done to or for them. */
export const memberAuditProcedures = {
  audit: query(
    {
      access: { operator: "audit:read" },
      input: schema.memberAuditInput,
      output: schema.auditList,
      fromReplica: true,
    },
    (ask, { limit, cursor, ...who }) =>
      memberAudit(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),
};
