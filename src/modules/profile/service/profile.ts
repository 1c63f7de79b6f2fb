import type { Locale } from "@/i18n/config";
import { progressPct } from "@/platform/arithmetic";
import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { canonicalPhone } from "@/platform/phone";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { requireInvitation, requireRemembered } from "../../earning/service/invitation";
import { birthdayLockedUntil } from "../../members/rules";
import type { EnrolInput, ProfileUpdate } from "../../members/schema";
import { enrol, type Member, setStatus, updateProfile } from "../../members/service/members";
import { changeRecord } from "../../members/service/record";
import { requireShop } from "../../members/service/update";
import { openAccount } from "../../points/service/account";
import { nextExpiryOf, settledMember } from "../../points/service/view";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { nextRung, rungOf } from "../../tiers/rules/ladder";
import { benefitsOf, type Ladder, type Rung, rungName } from "../../tiers/schema";
import { floorCodeOf } from "../../tiers/service/change";
import { ladderOf, qualifyingSpend } from "../../tiers/service/ladder";
import type { Profile } from "../schema";
import { giveByRecord } from "./hand-over";

/** A request, and the moment and the language of whoever reads its answer. */
type Reading = View & Pick<Ask, "now" | "locale">;

/** GET /profile: the member, settled as of now. @throws DomainError MEMBER_NOT_FOUND */
export async function profileOf(ask: Ask, ref: MemberRef): Promise<Profile> {
  return profileView(ask, await settledMember(ask, ref));
}

/** PUT /profile. Refusals in order: as of updateProfile. */
export async function changeProfile(
  work: Work,
  ref: MemberRef,
  update: ProfileUpdate,
): Promise<Profile> {
  await openAccount(work, ref);
  return answer(work, await updateProfile(work, ref, update));
}

/**
 * POST /members: by a service, which says its own id for the customer, or by an operator, who says none.
 *
 * Refusals in order: PERMISSION_DENIED (an external id of the staff's), VALIDATION_FAILED (none of a service's, or with
 * an invite code; the invite code; a consent of a moment to come), EXTERNAL_ID_TAKEN, PHONE_TAKEN, LIMIT_REACHED (birthdays that one of the staff says a day).
 */
export async function enrolMember(work: Work, input: EnrolInput): Promise<Profile> {
  const { inviteCode, externalId = null, consents, ...person } = input;
  const isByService = work.caller.kind === "service";
  if (externalId !== null) requireShop(work);
  if (externalId === null && (isByService || inviteCode !== undefined)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "externalId", message: "≠ ∅" }]);
  }
  const invitation =
    inviteCode === undefined || externalId === null
      ? null
      : await requireInvitation(work.tx, inviteCode, namesIn({ externalId, phone: person.phone }));
  const member = await enrol(work, { externalId, ...person });
  if (member.birthday !== null) {
    await giveByRecord(work, member, { points: false, birthday: true });
  }
  if (consents) {
    const how = { via: isByService ? "API" : "CONSOLE", action: "members.create" } as const;
    await changeRecord(work, member, { consents }, how);
  }
  if (invitation) await requireRemembered(work, member, invitation);
  return answer(work, member);
}

/** By what somebody is known who is about to be enrolled. */
function namesIn({ externalId, phone }: { externalId: string; phone: string | undefined }) {
  const key = canonicalPhone(phone ?? "");
  return key === null ? [externalId] : [externalId, key];
}

/** Freezes or unfreezes. Refusals in order: as of setStatus. */
export async function changeStatus(
  work: Work,
  ref: MemberRef,
  status: "ACTIVE" | "FROZEN",
  reason: string,
): Promise<Profile> {
  await openAccount(work, ref);
  return answer(work, await setStatus(work, ref, status, reason));
}

function answer(work: Work, member: Member): Promise<Profile> {
  return profileView(work, member);
}

export async function profileView(view: Reading, member: Member): Promise<Profile> {
  const { db, locale } = view;
  const [program, nextExpiry] = await Promise.all([
    programOf(view),
    member.available > 0 ? nextExpiryOf(db, member.id) : null,
  ]);
  const ladder = await ladderOf(view);
  const rung = rungOf(ladder, member.tierCode);
  const [qualifyingMinor, keep] = await Promise.all([
    qualifyingSpend(db, program, member, view.now),
    keepView(db, program, member, rung),
  ]);
  const facts = { birthday: member.birthday, changedAt: member.birthdayChangedAt };
  const lockedUntil = birthdayLockedUntil(facts, view.now);
  return {
    ...identity(member),
    birthdayChangeableAt: lockedUntil,
    tier: {
      ...tierView(member, rung, locale),
      floor: floorView(member, ladder, view),
      keep,
    },
    points: {
      available: member.available,
      pending: member.pending,
      frozen: member.frozen,
      owed: member.owed,
      totalEarned: member.totalEarned,
      totalRedeemed: member.totalRedeemed,
      totalExpired: member.totalExpired,
      nextExpiry,
    },
    spend: { lifetimeMinor: member.spendMinor, qualifyingMinor, orders: member.orderCount },
    nextTier: nextTierView(ladder, rung, qualifyingMinor, locale),
    benefits: benefitsOf(rung, program.rules.benefits, locale),
    mergedIntoId: member.mergedIntoId,
  };
}

function identity(member: Member) {
  return {
    memberId: member.id,
    memberCode: member.memberCode,
    externalId: member.externalId,
    nickname: member.nickname,
    status: member.status,
    birthday: member.birthday,
    preferences: {
      email: member.emailConsent,
      sms: member.smsConsent,
      marketing: member.marketingConsent,
    },
    joinedAt: member.joinedAt,
  };
}

function tierView(member: Member, rung: Rung, locale: Locale) {
  return {
    code: rung.code,
    name: rungName(rung, locale),
    rank: rung.rank,
    discountRateBps: rung.discountRateBps,
    multiplierPct: rung.multiplierPct,
    since: member.tierSince,
    protectedUntil: member.tierProtectedUntil,
  };
}

/** The tier that somebody set by hand, as long as it holds. */
function floorView(member: Member, ladder: Ladder, { now, locale }: Reading) {
  const { tierKeepUntil } = member;
  const floorCode = floorCodeOf(member, now);
  if (floorCode === null || tierKeepUntil === null) return null;
  const rung = rungOf(ladder, floorCode);
  return { code: rung.code, name: rungName(rung, locale), until: tierKeepUntil };
}

/** What the next review asks for. In a rolling year orders leave it until then. */
async function keepView(db: Reader, program: Program, member: Member, rung: Rung) {
  const { tierProtectedUntil, tierKeepUntil } = member;
  if (rung.thresholdMinor === 0 || tierProtectedUntil === null) return null;
  const isKept = tierKeepUntil !== null && tierKeepUntil > tierProtectedUntil;
  const reviewAt = isKept ? tierKeepUntil : tierProtectedUntil;
  const qualifyingMinor = await qualifyingSpend(db, program, member, reviewAt);
  return {
    requiredMinor: rung.thresholdMinor,
    qualifyingMinor,
    remainingMinor: Math.max(0, rung.thresholdMinor - qualifyingMinor),
    reviewAt,
  };
}

function nextTierView(ladder: Ladder, rung: Rung, qualifyingMinor: number, locale: Locale) {
  const next = nextRung(ladder, rung.code);
  if (!next) return null;
  return {
    code: next.code,
    name: rungName(next, locale),
    requiredMinor: next.thresholdMinor,
    remainingMinor: Math.max(0, next.thresholdMinor - qualifyingMinor),
    progressPct: progressPct(qualifyingMinor, next.thresholdMinor),
  };
}
