import { z } from "zod";
import { emailAddress, phoneNumber } from "@/platform/contact-scalars";
import {
  calendarDate,
  externalText,
  hasInvisible,
  humanText,
  insideId,
  instant,
  lengthOf,
  listOf,
  outsideId,
  page,
  reasonText,
  who,
} from "@/platform/scalars";
import { localizedText } from "@/platform/texts";

export const memberStatus = z.enum(["ACTIVE", "FROZEN", "CLOSED"]);
export type MemberStatus = z.output<typeof memberStatus>;

export const NICKNAME_MAX = 32;

export const nickname = humanText(NICKNAME_MAX);
/** As the shop or an identity provider knows it: nobody is turned away for a character. */
export const externalNickname = externalText(NICKNAME_MAX);

/** What is wrong with a nickname as typed, for forms; empty is no nickname. */
export function nicknameFault(typed: string): "TOO_LONG" | "INVISIBLE" | null {
  const text = typed.normalize("NFC").trim();
  if (lengthOf(text) > NICKNAME_MAX) return "TOO_LONG";
  return hasInvisible(text) ? "INVISIBLE" : null;
}

/** A day that a living person may have been born on. */
export const birthday = calendarDate.refine(
  (date) => date >= "1900-01-01" && new Date(date) <= new Date(),
  { error: "1900-01-01 …" },
);

export const preferences = z.object({
  email: z.boolean(),
  sms: z.boolean(),
  marketing: z.boolean(),
});

export const consentKind = z.enum(["email", "sms", "marketing"]);
export type ConsentKind = z.output<typeof consentKind>;

/** By which way we know that a consent was given or withdrawn. */
export const consentVia = z.enum(["PAGE", "CONSOLE", "API", "EVENT"]);
export type ConsentVia = z.output<typeof consentVia>;

const textVersion = z.int().min(1).max(1_000_000);

const consentSaid = z
  .strictObject({
    given: z.boolean(),
    at: instant.optional().describe("when the person said it; default: now"),
    source: humanText(64).optional().describe("where they said it, such as checkout or a store"),
    textVersion: textVersion.optional().describe("the version of the consent’s text that they saw"),
  })
  .describe("the newest by `at` holds; an older one is kept in the history and changes nothing");

export const consentsSaid = z.strictObject({
  email: consentSaid.optional(),
  sms: consentSaid.optional(),
  marketing: consentSaid.optional(),
});
export type ConsentsSaid = z.output<typeof consentsSaid>;

export const enrolInput = z.strictObject({
  externalId: outsideId.optional().describe("a service always says one, staff never"),
  nickname: nickname.optional(),
  phone: phoneNumber.optional(),
  email: emailAddress.optional(),
  birthday: birthday.optional(),
  inviteCode: z
    .string()
    .regex(/^[\x21-\x7e]{1,32}$/)
    .optional(),
  consents: consentsSaid.optional(),
});

export type EnrolInput = z.output<typeof enrolInput>;

export const updateInput = z.strictObject({
  nickname: nickname.nullable().optional().describe("null clears it"),
  birthday: birthday.optional(),
  preferences: z
    .strictObject({ email: z.boolean(), sms: z.boolean(), marketing: z.boolean() })
    .partial()
    .optional(),
  textVersions: z
    .strictObject({ email: textVersion, sms: textVersion, marketing: textVersion })
    .partial()
    .optional()
    .describe("of each consent’s text, the version that the member was shown"),
});
export type ProfileUpdate = z.output<typeof updateInput>;

/** What a member is to everybody: the profile adds tier, points and spend. */
export const memberIdentity = z.object({
  memberId: insideId,
  memberCode: z.string(),
  externalId: outsideId.nullable(),
  nickname: z.string().nullable(),
  status: memberStatus,
  birthday: calendarDate.nullable(),
  preferences,
  joinedAt: instant,
});

export const RECORD_FIELDS = ["nickname", "phone", "email", "birthday"] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

export const recordOf = z.strictObject({ memberId: insideId });

/** Why two members can't be merged: what somebody would have more of than one person may, or what is under way. */
export const mergeReason = z.enum([
  "SAME_MEMBER",
  "MEMBER_CLOSED",
  "MEMBER_FROZEN",
  "CORRECTION_WAITING",
  "ORDER_HELD_BY_BOTH",
  "CHECKED_IN_TODAY",
  "EARNED_OVER_LIMIT",
  "BIRTHDAY_POINTS_TWICE",
  "INVITED_EACH_OTHER",
  "INVITED_TWICE",
  "INVITATIONS_OVER_LIMIT",
  "BENEFIT_OVER_QUOTA",
  "COUPONS_OF_BOTH_ON_ORDER",
  "ACTIVITY_AWARDED_TWICE",
  "REWARD_OVER_LIMIT",
]);
export type MergeReason = z.output<typeof mergeReason>;

export interface MergeFault {
  reason: MergeReason;
  /** What of several, such as the activity that both took part in. */
  about: string | null;
}

/** What the shop or an operator says about a person; what isn’t named stays, null clears. */
const personal = {
  nickname: nickname.nullable().optional(),
  phone: phoneNumber.nullable().optional(),
  email: emailAddress.nullable().optional(),
  birthday: birthday.nullable().optional(),
};

export const recordUpdate = z.strictObject({
  memberId: insideId,
  version: z
    .int()
    .min(1)
    .optional()
    .describe("the record’s as it was read: refused (VERSION_CONFLICT) where it is another by now"),
  externalId: outsideId
    .optional()
    .describe(
      "once verified, by a service alone; the one before still means this member, and nobody else gets it",
    ),
  ...personal,
  verified: z
    .array(z.enum(["externalId", "phone", "email"]))
    .max(3)
    .default([])
    .describe("what has been proven to be this person’s; a phone that several had is theirs then"),
  reason: reasonText
    .optional()
    .describe("needed where a birthday that is known is changed or cleared"),
  consents: consentsSaid.optional(),
});
export type RecordUpdate = z.output<typeof recordUpdate>;

const consentState = z.object({
  given: z.boolean(),
  at: instant.nullable().describe("null where nobody knows when it was said"),
  via: consentVia.nullable(),
  source: z.string().nullable(),
  textVersion: z.int().nullable(),
});

/** What is known about the person, in full: for who keeps it true. */
export const memberRecord = z
  .object({
    memberId: insideId,
    memberCode: z.string(),
    externalId: outsideId.nullable(),
    status: memberStatus,
    nickname: z.string().nullable(),
    phone: z.string().nullable(),
    phoneVerifiedAt: instant.nullable(),
    phoneIsShared: z.boolean().describe("several members have it: it means none of them"),
    email: z.string().nullable(),
    emailVerifiedAt: instant.nullable(),
    birthday: calendarDate.nullable(),
    consents: z.object({ email: consentState, sms: consentState, marketing: consentState }),
    version: z.int().describe("one more with every change of what is above"),
    updatedAt: instant,
  })
  .meta({ id: "MemberRecord" });
export type MemberRecord = z.output<typeof memberRecord>;

/** As the shop’s events tell it; a nickname is cleaned, for nobody can type it again. */
export const recordTold = {
  ...personal,
  nickname: externalNickname.nullable().optional(),
  consents: consentsSaid.optional(),
};

export const consentsInput = z.strictObject({ memberId: insideId, ...page });

const consentChange = consentState.extend({ consent: consentKind, at: instant, via: consentVia });

/** Each time somebody gave or withdrew a consent, the last that was recorded first. */
export const consentList = listOf(
  consentChange.extend({ id: insideId, actor: z.string(), recordedAt: instant }),
);

/** What holds of each consent, the words of today, and what was said before. */
export const ownConsents = z.object({
  items: z.array(
    consentState.extend({
      consent: consentKind,
      text: z.object({ version: z.int(), text: z.string() }).nullable(),
    }),
  ),
  history: z.array(consentChange).describe("the last fifty"),
});

export const CONSENT_TEXT_MAX = 500;

export const consentTextInput = z.strictObject({
  consent: consentKind,
  text: localizedText(CONSENT_TEXT_MAX),
  version: z.int().min(0).describe("the newest as it was read; 0 where there is none"),
});

/** Every version of every consent’s text, the newest first. */
export const consentTexts = z.object({
  items: z.array(
    z.object({
      consent: consentKind,
      version: z.int(),
      text: z.record(z.string(), z.string()),
      publishedAt: instant,
      publishedBy: z.string(),
    }),
  ),
});

export const NOTE_MAX = 2000;

/** Lines are kept; otherwise as all text that people write. */
const noteText = z
  .string()
  .max(8 * NOTE_MAX)
  .overwrite((typed) => typed.replace(/\r\n?/g, "\n").normalize("NFC").trim())
  .min(1)
  .refine((text) => lengthOf(text) <= NOTE_MAX, { error: `≤ ${NOTE_MAX}` })
  .refine((text) => !hasInvisible(text.replaceAll("\n", " ")), {
    error: "invisible characters are not allowed",
  })
  .meta({ maxLength: NOTE_MAX });

export const notesInput = z.strictObject({ ...who, ...page });

export const noteInput = z.strictObject({ ...who, text: noteText });
export const noteEdit = z.strictObject({ noteId: insideId, text: noteText });
export const noteOf = z.strictObject({ noteId: insideId });

export const note = z.object({
  noteId: insideId,
  text: z.string(),
  author: z.string(),
  createdAt: instant,
  editedAt: instant.nullable(),
  mayEdit: z.boolean().describe("one’s own, for a day"),
  mayRemove: z.boolean(),
});
export const noteList = listOf(note);
export const noteRemoved = z.object({ removed: z.literal(true) });
