import { z } from "zod";
import { humanText, insideId, instant, listOf, who } from "@/platform/scalars";
import {
  contactText,
  demand,
  PASSWORD_MAX,
  password,
  provenBy,
  staffRole,
} from "../access/schema/access";
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

/** Brought as a body: the code of a link stands in no address that a server writes down. */
export const lookAtHandoffInput = z.strictObject({ code: z.string().max(64) });
export const lookAtHandoffOutput = z
  .object({
    name: z.string(),
    isKnownHere: z.boolean().describe("this browser came in as them by such a link before"),
  })
  .nullable();

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

/** One side of a change of address: one’s own by its kind, or the new one as it was typed. */
export const askContactCodeInput = z.discriminatedUnion("side", [
  z.strictObject({ side: z.literal("FROM"), channel }),
  z.strictObject({ side: z.literal("TO"), contact: contactText }),
]);

export const changeContactInput = z.strictObject({
  ...provenBy,
  currentTicket: provenBy.ticket.nullable().describe("null: the account has no address yet"),
  currentCode: provenBy.code.nullable(),
});

/** What somebody owes who signed in but for the second factor. */
export const owed = z
  .object({ factor: z.enum(["CODE", "PASSKEY", "ENROLMENT"]), name: z.string() })
  .nullable();

/** A code of the app or a recovery code, as it was typed. */
const factorCode = z.string().min(1).max(32);
export const giveFactorInput = z.strictObject({ code: factorCode });
export const factorGiven = z.object({ recoveryCodesLeft: z.int() });

export const factorSecret = z.object({
  secret: z.string().describe("base32, to be typed into an app"),
  uri: z.string().describe("the same, for a QR code"),
  offer: z.string().describe("sealed; what the app is set up with comes back with it"),
});
const presentPassword = z.string().max(PASSWORD_MAX).nullable();
export const enrolFactorInput = z.strictObject({
  offer: z.string().max(1000),
  code: provenBy.code,
  password: presentPassword.describe("of whoever is signed in already and has one"),
});
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export const changeFactorInput = z.strictObject({ password: presentPassword, code: factorCode });
export const factorRemoved = z.object({ removed: z.boolean() });
export const takeFactorInput = z.strictObject({ userId: insideId });

export const ownFactor = z
  .object({
    since: instant.nullable().describe("null: none is set up"),
    recoveryCodesLeft: z.int(),
    isDemanded: z.boolean(),
  })
  .nullable();

export const staffSignIn = z.object({ secondFactorFor: demand, revision: z.int() });
export const setStaffSignInInput = z.strictObject({
  secondFactorFor: demand,
  revision: z.int().describe("as it was last read"),
});

export const inviteInput = z.strictObject({
  email: z.string().max(254).describe("an address; its form is checked with the account"),
  name: humanText(64),
  role: staffRole,
});
export const linkSent = z.object({ expiresAt: instant });
export const invitations = listOf(
  z.object({
    linkId: insideId,
    email: z.string(),
    name: z.string(),
    role: staffRole,
    state: z.enum(["OPEN", "USED", "REVOKED", "EXPIRED"]),
    invitedBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
  }),
);
export const revokeInvitationInput = z.strictObject({ linkId: insideId });
export const invitationRevoked = z.object({ linkId: insideId });
export const sendResetInput = z.strictObject({ userId: insideId });

const linkToken = z.string().regex(/^[\w-]{43}$/);
export const lookAtLinkInput = z.strictObject({ token: linkToken });
export const linkView = z.object({
  kind: z.enum(["INVITATION", "RESET"]),
  email: z.string(),
  name: z.string(),
  role: staffRole,
});
export const followLinkInput = z.strictObject({ token: linkToken, password });

export const passkeyList = z.object({
  items: z.array(
    z.object({
      passkeyId: insideId,
      name: z.string(),
      createdAt: instant,
      lastUsedAt: instant.nullable(),
    }),
  ),
});
/** What the browser's own interface takes and gives, as JSON in a text. */
const ceremony = z.string().min(1).max(10_000);
export const passkeyBegun = z.object({
  ticket: z.string().describe("sealed; comes back with the answer"),
  options: ceremony,
});
const answered = { ticket: z.string().max(1000), response: ceremony };
const passkeyName = humanText(64);
export const addPasskeyInput = z.strictObject({
  ...answered,
  name: passkeyName,
  password: presentPassword.describe("of an account that has one"),
});
export const passkeyId = z.object({ passkeyId: insideId });
export const renamePasskeyInput = z.strictObject({ passkeyId: insideId, name: passkeyName });
export const removePasskeyInput = z.strictObject({ passkeyId: insideId });
export const signInByPasskeyInput = z.strictObject(answered);
