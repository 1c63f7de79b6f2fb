import type { MemberRef } from "@/platform/auth";
import { DomainError, invariant, type RefusalFacts } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/rules";
import { type Account, openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { ladderOf } from "../../tiers/service/ladder";
import { activityEvent } from "../events";
import { unavailableFor } from "../rules/take-part";
import { statusAt } from "../rules/window";
import type { UnavailableReason } from "../schema/activity";
import * as activities from "../store/activities";
import * as participations from "../store/participations";
import { giveCoupon } from "./award-coupon";
import { tellPacesOf } from "./pace";
import { isKnownPerson, takeAsPerson } from "./person";
import { couponsOver, joinTermsOf, named, segmentsFor, standingOf } from "./standing";
import { tell } from "./tell";

/** What a caller needs to know beside the reason. */
function refusal(activity: activities.ActivityRow, reason: UnavailableReason): DomainError {
  const facts: Partial<Record<UnavailableReason, RefusalFacts>> = {
    ENDED: { endsAt: activity.endsAt },
    NOT_STARTED: { startsAt: activity.startsAt },
    TIER_TOO_LOW: { minTierCode: activity.minTierCode },
    FULL: { capacity: activity.capacity },
    BUDGET_SPENT: { pointsBudget: activity.pointsBudget },
  };
  return new DomainError("ACTIVITY_UNAVAILABLE", { reason, ...facts[reason] });
}

async function reasonNow(work: Work, account: Account, activity: activities.ActivityRow) {
  const ladder = await ladderOf(work);
  const { member } = account;
  const standing = standingOf(member, ladder, await segmentsFor(work.tx, member.id, [activity]));
  const over = await couponsOver({ db: work.tx, now: work.now }, [activity]);
  const terms = joinTermsOf(activity, ladder, over);
  const reason = unavailableFor(terms, standing, work.now);
  return reason ?? (activity.joining === "AUTOMATIC" ? "AUTOMATIC" : null);
}

/**
 * A member joins an activity and gets its bonus on joining. The place and the points are taken last,
 * in one conditional statement, so that neither is ever given twice.
 *
 * Refusals in order: MEMBER_NOT_FOUND, ACTIVITY_NOT_FOUND, ALREADY_JOINED, MEMBER_STATUS_INVALID,
 * ACTIVITY_UNAVAILABLE (ENDED, PAUSED, NOT_STARTED, TIER_TOO_LOW, NOT_IN_SEGMENT, FULL, BUDGET_SPENT,
 * COUPON_UNAVAILABLE, AUTOMATIC, KNOWN_PERSON).
 */
export async function joinActivity(work: Work, ref: MemberRef, activityId: number) {
  const account = await openAccount(work, ref);
  const { member } = account;
  const [activity, [before]] = await Promise.all([
    activities.find(work.tx, activityId),
    participations.participationsOf(work.tx, member.id, [activityId]),
  ]);
  if (!activity || activity.status === "DRAFT") throw new DomainError("ACTIVITY_NOT_FOUND");
  if (before) {
    const { id, joinedAt } = before;
    const facts = { participationId: String(id), joinedAt };
    throw new DomainError("ALREADY_JOINED", facts);
  }
  requireActive(member.status);
  const reason = await reasonNow(work, account, activity);
  if (reason !== null) throw refusal(activity, reason);
  await requireNewPerson(work, account, activity);
  const part = await participations.insertParticipation(work.tx, activity.id, member.id, work.now);
  member.lastActiveAt = work.now;
  const { points, couponIds } = await giveBonus(work, account, activity, part);
  await takePlace(work, account, activity, points + part.couponPoints);
  work.emit(
    activityEvent("activity.joined", member.id, {
      externalId: member.externalId,
      activityId: activity.id,
      kind: activity.kind,
      participationId: part.id,
      pointsAwarded: points,
      tierCode: member.tierCode,
    }),
  );
  return {
    participationId: part.id,
    joinedAt: part.joinedAt,
    pointsAwarded: points,
    couponIds,
    available: member.available,
  };
}

/** @throws DomainError ACTIVITY_UNAVAILABLE where they were given it as another member */
async function requireNewPerson(
  work: Work,
  { member }: Account,
  activity: activities.ActivityRow,
): Promise<void> {
  const asked = { activity, part: undefined };
  const { effect } = activity;
  const isGiven = effect.kind === "BONUS_POINTS" && effect.on === "JOIN";
  const isNew = isGiven
    ? (await takeAsPerson(work, member, asked)) !== null
    : !(await isKnownPerson(work, member, asked));
  if (!isNew) throw refusal(activity, "KNOWN_PERSON");
}

async function giveBonus(
  work: Work,
  account: Account,
  activity: activities.ActivityRow,
  part: participations.ParticipationRow,
): Promise<{ points: number; couponIds: number[] }> {
  const { effect } = activity;
  if (effect.kind !== "BONUS_POINTS" || effect.on !== "JOIN") return { points: 0, couponIds: [] };
  const { points } = effect;
  if (points > 0) {
    await earnPoints(work, account, {
      points,
      earnedAt: work.now,
      reference: { type: "ACTIVITY", id: `${activity.id}:${part.memberId}` },
      reason: null,
      breakdown: { base: points, activity: named(activity) },
    });
  }
  const couponIds = await giveCoupon(work, account, activity, part);
  const award = { awardCount: 1, awardPoints: points, claimedPoints: points + part.couponPoints };
  participations.saveAward(work.tx, { ...part, ...award, awardedAt: work.now });
  tell(work, account, activity, { orderId: null, points, couponIds });
  return { points, couponIds };
}

/**
 * What it finds full it judges once more with the row held: meanwhile somebody may have given back what
 * was wanted, and nobody takes or gives it from there on.
 *
 * @throws DomainError ACTIVITY_UNAVAILABLE where somebody was quicker or the activity was stopped
 */
async function takePlace(
  work: Work,
  account: Account,
  activity: activities.ActivityRow,
  points: number,
): Promise<void> {
  const demand = { activityId: activity.id, places: 1, points } as const;
  if (!(await activities.claim(work.tx, demand, work.now))) {
    const held = await activities.lock(work.tx, activity.id);
    invariant(held, "an activity is never removed");
    const reason = await reasonNow(work, account, held);
    if (reason !== null) throw refusal(held, reason);
    const isTaken = await activities.claim(work.tx, demand, work.now);
    invariant(isTaken, `activity ${held.id} is ${statusAt(held, work.now)} and took nobody`);
  }
  await tellPacesOf(work, activity, points);
}
