import type { MemberRef } from "@/platform/auth";
import { addDays, addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { Ask } from "@/platform/trpc";
import { type Member, requireMember } from "../../members/service/members";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf } from "../../tiers/service/ladder";
import type { Way } from "../schema/earning";
import { countRewarded } from "../store/referrals";
import { earnsByAct, earnsOnBirthday } from "./before-order";
import { checkInsBetween, hadBirthday, timesEarned } from "./check-ins";

interface Facts {
  ask: Ask;
  member: Member;
  program: Program;
  today: string;
}

type Limited = Pick<Way, "action" | "points" | "limit" | "done" | "per" | "resetsAt">;

/** The ways to earn that the program's rules have switched on. @throws DomainError MEMBER_NOT_FOUND */
export async function waysOf(ask: Ask, ref: MemberRef): Promise<{ items: Way[] }> {
  const [member, program] = await Promise.all([requireMember(ask.db, ref), programOf(ask)]);
  const facts = { ask, member, program, today: businessDate(ask.now, program.timeZone) };
  const { earn } = program.rules;
  const items = await Promise.all([
    ...(earn.pointsPerYuan > 0 ? [purchase(facts)] : []),
    ...(earn.checkInEnabled ? [checkIn(facts)] : []),
    ...(earn.reviewEnabled
      ? [daily(facts, "REVIEW", earn.reviewPoints, earn.reviewsPerDayMax)]
      : []),
    ...(earn.shareEnabled ? [daily(facts, "SHARE", earn.sharePoints, earn.sharesPerDayMax)] : []),
    ...(earn.birthdayEnabled ? [birthday(facts)] : []),
    ...(earn.referralEnabled ? [referral(facts)] : []),
  ]);
  return { items };
}

/** 00:00 of the first business date of the next period. */
const startOf = (date: string, { timeZone }: Program) => startOfBusinessDate(date, timeZone);
const tomorrow = ({ today, program }: Facts) => startOf(addDays(today, 1), program);

function limited({ member }: Facts, way: Limited): Way {
  const reached = way.limit !== null && way.done >= way.limit;
  const closed = member.status === "CLOSED";
  const reason = closed ? "MEMBER_STATUS_INVALID" : reached ? "LIMIT_REACHED" : null;
  return { ...way, multiplierPct: null, available: reason === null, reason };
}

/** Of an act that nobody bought for. */
async function bounded(facts: Facts, way: Limited): Promise<Way> {
  const { ask, member, program } = facts;
  const known = limited(facts, way);
  const { points } = way;
  if (
    known.reason !== null ||
    (await earnsByAct(ask.db, member, program, { points, now: ask.now }))
  )
    return known;
  return { ...known, available: false, reason: "NEEDS_ORDER" };
}

async function purchase({ ask, member, program }: Facts): Promise<Way> {
  const ladder = await ladderOf(ask);
  const closed = member.status === "CLOSED";
  return {
    action: "PURCHASE",
    points: program.rules.earn.pointsPerYuan,
    multiplierPct: rungOf(ladder, member.tierCode).multiplierPct,
    available: !closed,
    reason: closed ? "MEMBER_STATUS_INVALID" : null,
    limit: null,
    per: null,
    done: 0,
    resetsAt: null,
  };
}

async function checkIn(facts: Facts): Promise<Way> {
  const { ask, member, program, today } = facts;
  const { length: done } = await checkInsBetween(ask.db, member.id, today, today);
  const points = program.rules.earn.checkInPoints;
  const resetsAt = tomorrow(facts);
  return bounded(facts, { action: "CHECKIN", points, limit: 1, per: "day", done, resetsAt });
}

async function daily(
  facts: Facts,
  action: "REVIEW" | "SHARE",
  points: number,
  limit: number,
): Promise<Way> {
  const { ask, member, program, today } = facts;
  const resetsAt = tomorrow(facts);
  const span = {
    from: startOfBusinessDate(today, program.timeZone),
    to: resetsAt,
  };
  const done = await timesEarned(ask.db, member.id, action, span);
  return bounded(facts, { action, points, limit, per: "day", done, resetsAt });
}

async function birthday(facts: Facts): Promise<Way> {
  const { ask, member, program, today } = facts;
  const year = today.slice(0, 4);
  const done = (await hadBirthday(ask.db, member.id, year)) ? 1 : 0;
  const points = program.rules.earn.birthdayPoints;
  const resetsAt = startOf(`${Number(year) + 1}-01-01`, program);
  const once = { limit: 1, per: "year", done, resetsAt } as const;
  const way = limited(facts, { action: "BIRTHDAY", points, ...once });
  if (way.reason !== null) return way;
  if (member.birthday === null) return { ...way, available: false, reason: "BIRTHDAY_UNKNOWN" };
  if (await earnsOnBirthday(ask.db, member, program, ask.now)) return way;
  return { ...way, available: false, reason: "NEEDS_ORDER" };
}

async function referral(facts: Facts): Promise<Way> {
  const { ask, member, program, today } = facts;
  const { referralPoints: points, referralsPerMonthMax: limit } = program.rules.earn;
  const first = `${today.slice(0, 7)}-01`;
  const resetsAt = startOf(addMonths(first, 1), program);
  const from = startOfBusinessDate(first, program.timeZone);
  const done = await countRewarded(ask.db, member.id, from, resetsAt);
  return limited(facts, { action: "REFERRAL", points, limit, per: "month", done, resetsAt });
}
