import { z } from "zod";
import { humanText, instant, who } from "@/platform/scalars";
import { password, provenBy } from "../access/schema";
import { channel } from "../sending/schema";

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
  link: z.string().describe("opens the page signed in, once, until it expires; it is a secret"),
  expiresAt: instant,
});

export const signUpInput = z.strictObject({
  ...provenBy,
  password: password.nullable().default(null).describe("null: signs in by codes"),
  nickname: humanText(32).optional(),
  termsUrl: z.string().max(500).nullable().default(null).describe("the terms that were agreed to"),
});

/** By what people may sign up and get codes here. */
export const signUpOffer = z.object({
  signUpBy: z.array(channel),
  codesBy: z.array(channel).describe("by which codes can be sent at all"),
  textsTo: z.array(z.string()).describe("calling codes that text messages go to; * for all"),
  termsUrl: z.string().nullable(),
});

export const signUpSetting = z.object({
  byEmail: z.boolean(),
  byPhone: z.boolean(),
  termsUrl: z.string().nullable(),
  revision: z.int(),
  codesBy: z.array(channel),
});
export const setSignUpInput = z.strictObject({
  byEmail: z.boolean(),
  byPhone: z.boolean(),
  termsUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  revision: z.int().describe("as it was last read"),
});
