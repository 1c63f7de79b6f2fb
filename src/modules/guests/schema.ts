import { z } from "zod";

/** The shop's hash of an address: HMAC-SHA-256 under the shop's key, in hex. */
export const guestKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe(
    "in the place of a member: HMAC-SHA-256, as 64 hex digits, of the customer’s e-mail or phone in its one form, under the guest key of the console; for orders of people who are no members yet",
  );

export const CLAIM_DAYS_MAX = 730;

export const guestSetting = z.object({
  claimDays: z.int(),
  revision: z.int(),
});
export type GuestSetting = z.output<typeof guestSetting>;

export const setGuestsInput = z.strictObject({
  claimDays: z
    .int()
    .min(0)
    .max(CLAIM_DAYS_MAX)
    .describe("orders of so many days before are claimed; 0: none are kept"),
  revision: z.int().describe("as it was last read"),
});

export const guestSecret = z.object({
  secret: z.string().describe("the key under which the shop hashes addresses"),
});
