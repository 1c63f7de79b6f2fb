import { z } from "zod";
import { instant, who } from "@/platform/scalars";

/** A page of ours: a path and what follows it, never another site. */
export const ownPath = z
  .string()
  .max(200)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/)
  .refine((path) => !/^\/(api|sign-in|handoff)(?![\w-])/.test(path), "a page to look at")
  .describe("a page of this system, such as /membership/rewards");

export const handOffInput = z.strictObject({
  ...who,
  to: ownPath.default("/membership"),
});

export const handOffOutput = z.object({
  url: z.string().describe("opens the page signed in, once, until it expires; it is a secret"),
  expiresAt: instant,
});
