import { z } from "zod";
import { instant } from "@/platform/scalars";

export const ledgerCheck = z
  .object({
    ok: z.boolean(),
    members: z.int().describe("whose accounts it looked at"),
    accounts: z.int().describe("members that there are by now"),
    entries: z.int(),
    findings: z.array(
      z.object({
        name: z.string(),
        violations: z.array(
          z.object({
            invariant: z.string(),
            memberId: z.int(),
            expected: z.string(),
            found: z.string(),
          }),
        ),
      }),
    ),
    startedAt: instant,
    finishedAt: instant,
  })
  .nullable();
