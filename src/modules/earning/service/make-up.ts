import type { MemberRef } from "@/platform/auth";
import { addDays, addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/rules";
import { type Account, openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { spendPoints } from "../../points/service/spend";
import { madeUpPoints } from "../rules/check-in";
import { daysAfter, firstOpen } from "../rules/make-up";
import { insertCheckIn, lengthenRun } from "../store/check-ins";
import { earnsByAct } from "./before-order";
import { checkInsBetween, countMadeUp, streakOn } from "./check-ins";

const EVENT = "MAKE_UP";

/**
 * Makes up a missed day of this month: it joins the runs on both sides of it, for the points that the rules
 * ask for it, and brings the extra where the joined run has a round more. It is undone by nobody.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID, ACTIVITY_UNAVAILABLE (the rules have none, or it
 * is no missed day of this month), ALREADY_CHECKED_IN, LIMIT_REACHED, ACTIVITY_UNAVAILABLE (it would bring
 * points that need an order first), INSUFFICIENT_POINTS.
 */
export async function makeUp(work: Work, ref: MemberRef, date: string) {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const { earn } = program.rules;
  const today = businessDate(work.now, program.timeZone);
  requireActive(member.status);
  requireOpen(account, date, today);
  const days = await checkInsBetween(work.tx, member.id, date, today);
  if (days.some((day) => day.date === date)) throw new DomainError("ALREADY_CHECKED_IN", { date });
  await requireLeft(work, account, today);
  const before = await streakOn(work.tx, member.id, addDays(date, -1));
  const after = daysAfter(days, date);
  const { streak, extra } = madeUpPoints({ before, after }, earn);
  const worth = { points: extra, now: work.now };
  if (extra > 0 && !(await earnsByAct(work.tx, member, program, worth))) {
    throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "NEEDS_ORDER", event: EVENT });
  }
  const reference = { type: "MAKE_UP" as const, id: `${member.id}:${date}` };
  const points = earn.makeUpCostPoints;
  if (points > 0) await spendPoints(work, account, { points, reference, breakdown: { date } });
  const { entryId } = await earnPoints(work, account, {
    ...{ points: extra, reference, earnedAt: work.now, reason: null },
    breakdown: { date, streak, extra, base: 0 },
  });
  insertCheckIn(work.tx, {
    ...{ memberId: member.id, date, streak: before + 1, isMadeUp: true },
    ...{ points: extra, extra, entryId },
  });
  lengthenRun(work.tx, member.id, days.slice(0, after), before + 1);
  member.lastActiveAt = work.now;
  return { date, spent: points, points: extra, streak, available: member.available };
}

/** @throws DomainError ACTIVITY_UNAVAILABLE with the reason DISABLED or NOT_MISSED */
function requireOpen({ member, program }: Account, date: string, today: string): void {
  const { checkInEnabled, makeUpsPerMonthMax } = program.rules.earn;
  if (!checkInEnabled || makeUpsPerMonthMax === 0) {
    throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "DISABLED", event: EVENT });
  }
  const first = firstOpen(today, businessDate(member.joinedAt, program.timeZone));
  if (date >= first && date < today) return;
  throw new DomainError("ACTIVITY_UNAVAILABLE", { reason: "NOT_MISSED", event: EVENT, today });
}

/** @throws DomainError LIMIT_REACHED with the limit and when it starts anew */
async function requireLeft(work: Work, { member, program }: Account, today: string): Promise<void> {
  const limit = program.rules.earn.makeUpsPerMonthMax;
  const first = `${today.slice(0, 7)}-01`;
  const next = addMonths(first, 1);
  const used = await countMadeUp(work.tx, member.id, { from: first, to: addDays(next, -1) });
  if (used < limit) return;
  const resetsAt = startOfBusinessDate(next, program.timeZone);
  throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}
