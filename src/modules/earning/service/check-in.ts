import type { MemberRef } from "@/platform/auth";
import { addDays, addMonths, businessDate } from "@/platform/business-time";
import { DomainError, invariant } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { requireMember } from "../../members/service/members";
import { openAccount } from "../../points/service/account";
import { programOf } from "../../program/service";
import { nextBonusIn, streakNow } from "../rules/calendar";
import { checkInPoints, MILESTONES } from "../rules/check-in";
import { missedDays } from "../rules/make-up";
import * as store from "../store/check-ins";
import { earnsByAct } from "./before-order";
import { checkInsBetween } from "./check-ins";
import { earnByAction } from "./earn-action";

/**
 * A member checks in, once a business date.
 *
 * Refusals in order: MEMBER_NOT_FOUND, ALREADY_CHECKED_IN, MEMBER_STATUS_INVALID (closed),
 * ACTIVITY_UNAVAILABLE (the program pays nothing for it, or no more before an order has stood).
 */
export async function checkIn(work: Work, ref: MemberRef) {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const today = businessDate(work.now, program.timeZone);
  const answer = await earnByAction(work, ref, { event: "CHECKIN", referenceId: today });
  if (answer.duplicate) throw new DomainError("ALREADY_CHECKED_IN", { date: today });
  const [day] = await store.checkInsBetween(work.tx, member.id, today, today);
  invariant(day && answer.transactionId !== null, "a check-in has its entry");
  const { points, extra, streak } = day;
  const { transactionId } = answer;
  return { transactionId, points, extra, streak, available: member.available };
}

/** GET /check-in: a month's check-ins and how the streak stands. @throws DomainError MEMBER_NOT_FOUND */
export async function checkInsOf(ask: Ask, ref: MemberRef, monthInput: string | undefined) {
  const [member, program] = await Promise.all([requireMember(ask.db, ref), programOf(ask)]);
  const { earn } = program.rules;
  const today = businessDate(ask.now, program.timeZone);
  const month = monthInput ?? today.slice(0, 7);
  const first = `${month}-01`;
  const last = addDays(addMonths(first, 1), -1);
  const [read, recent] = await Promise.all([
    checkInsBetween(ask.db, member.id, addDays(first, -1), last),
    checkInsBetween(ask.db, member.id, addDays(today, -1), today),
  ]);
  const days = read.filter(({ date }) => date >= first);
  const joined = businessDate(member.joinedAt, program.timeZone);
  const isThisMonth = month === today.slice(0, 7) && member.status === "ACTIVE";
  const madeUp = days.filter(({ isMadeUp }) => isMadeUp).map(({ date }) => date);
  const { streak, todayDone } = streakNow(recent, today);
  const { points } = checkInPoints(streak, earn);
  const isOpen = earn.checkInEnabled && !todayDone && member.status !== "CLOSED";
  const earns = isOpen && (await earnsByAct(ask.db, member, program, { points, now: ask.now }));
  return {
    month,
    today,
    days: days.map(({ date }) => date),
    streak,
    todayDone,
    available: earns,
    needsOrder: isOpen && !earns,
    points: earn.checkInPoints,
    bonusPoints: earn.streakPoints,
    streakDays: earn.streakDays,
    nextBonusIn: nextBonusIn(streak, earn.streakDays),
    bonusDays: days.filter(({ extra }) => extra > 0).map(({ date }) => date),
    madeUpDays: madeUp,
    makeUp:
      isThisMonth && earn.checkInEnabled && earn.makeUpsPerMonthMax > 0
        ? {
            limit: earn.makeUpsPerMonthMax,
            left: Math.max(0, earn.makeUpsPerMonthMax - madeUp.length),
            costPoints: earn.makeUpCostPoints,
            days: missedDays(read, { today, joined }, earn),
          }
        : null,
    milestones: days
      .filter(({ streak }) => MILESTONES.includes(streak))
      .map(({ date, streak }) => ({ date, streak })),
  };
}
