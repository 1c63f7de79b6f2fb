import { z } from "zod";
import { insideId } from "@/platform/scalars";

export const role = z.enum(["member", "operator", "admin"]);
export type Role = z.output<typeof role>;

/** What a service key may be allowed. */
export const scope = z.enum([
  "members:read",
  "members:write",
  "points:write",
  "points:adjust",
  "benefits:write",
  "stats:read",
  "events:read",
]);
export type Scope = z.output<typeof scope>;

export const permission = z.enum([
  "members:read",
  "members:write",
  "points:adjust",
  "points:approve",
  "program:read",
  "program:publish",
  "audit:read",
  "stats:read",
  "access:manage",
]);
export type Permission = z.output<typeof permission>;

export const nothing = z.strictObject({});

/** The person at the browser, or null. */
export const me = z
  .object({
    role,
    actor: z.string().describe("as ledger, audit and approvals name them"),
    email: z.string(),
    name: z.string(),
    memberId: insideId.nullable(),
    permissions: z.array(permission),
  })
  .nullable();

export const signedOut = z.object({ signedOut: z.boolean() });
