import { z } from "zod";
import { canonicalEmail, EMAIL_MAX } from "./email";
import { canonicalPhone, type PhoneFault, readPhone, TYPED_PHONE_MAX } from "./phone";

/** Addresses and phone numbers on the way in. Apart from their rules, which pages use without zod. */

const FAULT_WORDS: Record<PhoneFault, string> = {
  NOT_A_NUMBER: "E.164: +, 0–9",
  NO_COUNTRY: "E.164: +86 …, +852 …; 1[3-9] + 9 × 0–9 = +86",
  LENGTH: "E.164: + 7–15 × 0–9",
  NOT_CHINESE: "+86: 1[3-9] + 9 × 0–9",
};

/** A phone number, as people write it on the way in, in E.164 from then on. */
export const phoneNumber = z
  .string()
  .overwrite((typed) => canonicalPhone(typed) ?? typed)
  .check(({ value, issues }) => {
    const read = readPhone(value);
    if ("phone" in read) return;
    issues.push({ code: "custom", message: FAULT_WORDS[read.fault], input: value });
  })
  .meta({ maxLength: TYPED_PHONE_MAX })
  .describe("E.164, such as +8613800001234; a mobile number of China may come without +86");

/** An address as people write it on the way in, in its one form from then on. */
export const emailAddress = z
  .string()
  .overwrite((typed) => canonicalEmail(typed) ?? typed)
  .refine((typed) => canonicalEmail(typed) !== null, { error: "name@example.com" })
  .meta({ maxLength: EMAIL_MAX })
  .describe("an e-mail address; kept in lower case, with its domain as DNS asks for it");
