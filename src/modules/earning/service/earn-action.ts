import type { MemberRef } from "@/platform/auth";
import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type Granted, takeGrant } from "../../access/service/grants";
import { requireNotClosed } from "../../members/rules";
import { isOwn, selvesOf } from "../../members/service/selves";
import type { EarnInput } from "../../points/schema/ledger";
import type { Reference } from "../../points/schema/references";
import { type Account, openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { type EntryRow, entryByReference } from "../../points/service/entries";
import { isKeptOn } from "../rules/birthday";
import { checkInPoints, type StreakRules } from "../rules/check-in";
import { insertCheckIn } from "../store/check-ins";
import { earnsByAct, earnsOnBirthday } from "./before-order";
import { streakOn, timesEarned } from "./check-ins";

export type ActionInput = Pick<EarnInput, "referenceId" | "points" | "description"> & {
  event: Exclude<EarnInput["event"], "PURCHASE">;
};

export interface EarnAnswer {
  transactionId: number | null;
  pointsEarned: number;
  available: number;
  expiresAt: Date | null;
  tierChanged: { from: string; to: string } | null;
  duplicate: boolean;
}

/** Actions whose name has the member in it. */
const NAMED_BY_MEMBER: ReadonlySet<ActionInput["event"]> = new Set(["CHECKIN", "BIRTHDAY"]);

/** What names an action for ever: the service's reference, or the member and the business date. */
function referenceOf(id: number, input: ActionInput, today: string): Reference<"EARN"> {
  if (input.event === "CHECKIN") return { type: "CHECKIN", id: `${id}:${today}` };
  if (input.event === "BIRTHDAY") return { type: "BIRTHDAY", id: `${id}:${today.slice(0, 4)}` };
  return { type: input.event, id: input.referenceId };
}

/**
 * Points for what a member did besides buying. The natural reference counts once for ever.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (the reference is another member's or
 * another amount's), MEMBER_STATUS_INVALID (closed), ACTIVITY_UNAVAILABLE (the program pays nothing
 * for it, it is no birthday of the member's, or they have no order that has stood), LIMIT_REACHED (the day's cap; of CUSTOM
 * what the key may give a day).
 */
export async function earnByAction(
  work: Work,
  ref: MemberRef,
  input: ActionInput,
): Promise<EarnAnswer> {
  const account = await openAccount(work, ref);
  const today = businessDate(work.now, account.program.timeZone);
  const reference = referenceOf(account.member.id, input, today);
  const before = await earnedBefore(work, account, input, today);
  if (before) return duplicate(work, account, before, input);
  if (input.event === "CHECKIN" && (await streakOn(work.tx, account.member.id, today)) > 0) {
    return madeUpMeanwhile(account);
  }
  requireNotClosed(account.member.status);
  requireEnabled(account, input.event);
  if (input.event === "BIRTHDAY") requireBirthday(account, today);
  const { points, breakdown, day } = await amountOf(work, account, input, today);
  await requireOrder(work, account, { event: input.event, points });
  const earning = earnPoints(work, account, {
    points,
    earnedAt: work.now,
    reference,
    reason: input.description ?? null,
    memberNote: input.description ?? null,
    breakdown,
  });
  // Sent behind the entry, so that the member's row is held for one answer less.
  const granting = input.event === "CUSTOM" ? grantOf(work, account, points) : null;
  const [earned, grant] = await allOf(earning, granting);
  if (grant) requireGranted(grant);
  if (day && earned.entryId !== null) {
    const row = {
      memberId: account.member.id,
      date: today,
      entryId: earned.entryId,
      isMadeUp: false,
    };
    insertCheckIn(work.tx, { ...row, ...day });
  }
  account.member.lastActiveAt = work.now;
  return {
    transactionId: earned.entryId,
    pointsEarned: earned.points,
    available: account.member.available,
    expiresAt: earned.expiresAt,
    tierChanged: null,
    duplicate: false,
  };
}

/** What was written under the action's name before, by the member or by whoever was merged into them. */
async function earnedBefore(
  work: Work,
  { member }: Account,
  input: ActionInput,
  today: string,
): Promise<EntryRow | undefined> {
  const named = (id: number) => entryByReference(work.tx, "EARN", referenceOf(id, input, today));
  if (!NAMED_BY_MEMBER.has(input.event)) return named(member.id);
  const [own, [, ...others]] = await Promise.all([named(member.id), selvesOf(work.tx, member.id)]);
  return own ?? (await Promise.all(others.map(named))).find((before) => before !== undefined);
}

/** Waits for both, also where the first fails: nothing is written behind the end of the transaction. */
async function allOf<A, B>(one: Promise<A>, other: Promise<B> | null): Promise<[A, B | null]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** Points of a number that the caller chose count on their day; what the rules pay does not. */
function grantOf(work: Work, { program }: Account, amount: number): Promise<Granted> {
  const day = { limit: program.rules.limits.pointsPerDay, timeZone: program.timeZone };
  return takeGrant(work, { kind: "points", amount }, day);
}

/** @throws DomainError LIMIT_REACHED with the limit and when it starts anew */
function requireGranted({ granted, limit, used, resetsAt }: Granted): void {
  if (granted) return;
  throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}

/** @throws DomainError ACTIVITY_UNAVAILABLE for an action that the program's rules have switched off */
function requireEnabled({ program }: Account, event: ActionInput["event"]): void {
  const { earn } = program.rules;
  const enabled = {
    CUSTOM: true,
    REVIEW: earn.reviewEnabled,
    SHARE: earn.shareEnabled,
    CHECKIN: earn.checkInEnabled,
    BIRTHDAY: earn.birthdayEnabled,
  };
  if (!enabled[event]) throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "DISABLED", event });
}

/**
 * Birthday points are for the day of a birthday that is known, whoever asks for them.
 *
 * @throws DomainError ACTIVITY_UNAVAILABLE with the reason BIRTHDAY_UNKNOWN or NOT_BIRTHDAY
 */
function requireBirthday({ member: { birthday } }: Account, today: string): void {
  const event = "BIRTHDAY";
  if (birthday === null) {
    throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "BIRTHDAY_UNKNOWN", event });
  }
  if (isKeptOn(today, birthday)) return;
  throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "NOT_BIRTHDAY", event, today });
}

/**
 * What nobody bought for is bounded until an order has stood.
 *
 * @throws DomainError ACTIVITY_UNAVAILABLE with the reason NEEDS_ORDER
 */
async function requireOrder(
  work: Work,
  { member, program }: Account,
  { event, points }: { event: ActionInput["event"]; points: number },
): Promise<void> {
  const { now, tx } = work;
  if (event === "CUSTOM") return;
  const earns =
    event === "BIRTHDAY"
      ? await earnsOnBirthday(tx, member, program, now)
      : await earnsByAct(tx, member, program, { points, now });
  if (!earns) throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "NEEDS_ORDER", event });
}

async function duplicate(
  work: Work,
  account: Account,
  before: EntryRow,
  input: ActionInput,
): Promise<EarnAnswer> {
  const sameMember = await isOwn(work.tx, account.member.id, before.memberId);
  const samePoints = input.points === undefined || input.points === before.points;
  if (!sameMember || !samePoints) {
    throw new DomainError("DUPLICATE_REFERENCE", { referenceId: input.referenceId });
  }
  return {
    transactionId: before.id,
    pointsEarned: before.points,
    available: account.member.available,
    expiresAt: before.expiresAt,
    tierChanged: null,
    duplicate: true,
  };
}

/** The day of a check-in that waited over midnight was made up before its turn came. */
const madeUpMeanwhile = ({ member }: Account): EarnAnswer => ({
  ...{ transactionId: null, pointsEarned: 0, expiresAt: null, tierChanged: null },
  available: member.available,
  duplicate: true,
});

interface Amount {
  points: number;
  breakdown: Record<string, unknown>;
  /** Of a check-in: the run of days it stands in. */
  day?: ReturnType<typeof checkInPoints>;
}

async function amountOf(
  work: Work,
  account: Account,
  input: ActionInput,
  today: string,
): Promise<Amount> {
  const { earn } = account.program.rules;
  switch (input.event) {
    case "CUSTOM":
      return { points: input.points ?? 0, breakdown: { base: input.points ?? 0 } };
    case "REVIEW":
      await checkDailyCap(work, account, "REVIEW", earn.reviewsPerDayMax, today);
      return { points: earn.reviewPoints, breakdown: { base: earn.reviewPoints } };
    case "SHARE":
      await checkDailyCap(work, account, "SHARE", earn.sharesPerDayMax, today);
      return { points: earn.sharePoints, breakdown: { base: earn.sharePoints } };
    case "BIRTHDAY":
      return { points: earn.birthdayPoints, breakdown: { base: earn.birthdayPoints } };
    case "CHECKIN":
      return checkInAmount(work, account.member.id, earn, today);
  }
}

/** @throws DomainError LIMIT_REACHED with the limit and when it starts anew */
async function checkDailyCap(
  work: Work,
  account: Account,
  kind: "REVIEW" | "SHARE",
  limit: number,
  today: string,
): Promise<void> {
  const { timeZone } = account.program;
  const from = startOfBusinessDate(today, timeZone);
  const to = startOfBusinessDate(addDays(today, 1), timeZone);
  const used = await timesEarned(work.tx, account.member.id, kind, { from, to });
  if (used >= limit) throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt: to });
}

async function checkInAmount(work: Work, memberId: number, rules: StreakRules, today: string) {
  const day = checkInPoints(await streakOn(work.tx, memberId, addDays(today, -1)), rules);
  return { points: day.points, breakdown: { ...day, base: rules.checkInPoints }, day };
}
