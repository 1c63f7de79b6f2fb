import { z } from "zod";
import { phoneNumber } from "@/platform/phone";
import {
  calendarDate,
  externalText,
  hasInvisible,
  humanText,
  insideId,
  instant,
  lengthOf,
  outsideId,
} from "@/platform/scalars";

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

export const enrolInput = z.strictObject({
  externalId: outsideId,
  nickname: nickname.optional(),
  phone: phoneNumber.optional(),
  birthday: birthday.optional(),
  inviteCode: z
    .string()
    .regex(/^[\x21-\x7e]{1,32}$/)
    .optional(),
});

export const updateInput = z.strictObject({
  nickname: nickname.optional(),
  birthday: birthday.optional(),
  preferences: z
    .strictObject({ email: z.boolean(), sms: z.boolean(), marketing: z.boolean() })
    .partial()
    .optional(),
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
