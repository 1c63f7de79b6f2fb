import type { MemberRef } from "@/platform/auth";
import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { birthdaysIn, lastMemberId } from "../../members/service/spans";
import { buyersAmong } from "../../orders/service/standing";
import { openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { existingNames } from "../../points/service/entries";
import type { ProgramRules } from "../../program/schema/rules";
import { activeProgram } from "../../program/service";
import {
  type BirthdayProgress,
  birthdaysBetween,
  countsLate,
  type DateRange,
  daysBetween,
  isKeptOn,
  readBirthdayProgress,
  writeBirthdayProgress,
} from "../rules/birthday";
import { earnsOnBirthday } from "./before-order";
import { hadBirthday } from "./check-ins";

/**
 * Yearly birthday points, given by a job: each on its date, however late the job comes. Who enrols, says
 * a birthday or may earn again does so at any hour of the date, and an act that began before midnight
 * ends after it, so a run looks at the date of the last one again, and at the day before it. Whoever
 * has the year's points is passed by.
 */

const SPAN = 2_000;

const referenceOf = (memberId: number, date: string) => ({
  type: "BIRTHDAY" as const,
  id: `${memberId}:${date.slice(0, 4)}`,
});

/**
 * Gives birthday points for every date from the day before the last run to today, however long ago it
 * was. Goes through the members once for all of the dates, and on where it was stopped.
 */
export async function grantBirthdays(context: JobContext): Promise<JobResult> {
  const { timeZone, rules } = await activeProgram(reader);
  const { birthdayNeedsOrder } = rules.earn;
  const today = businessDate(context.now, timeZone);
  let at: BirthdayProgress = readBirthdayProgress(context.progress) ?? {
    done: today,
    next: null,
  };
  let handled = 0;
  const each = new EachAlone();
  if (!paysBirthdays(rules.earn)) {
    return { handled, progress: writeBirthdayProgress({ done: today, next: null }) };
  }
  do {
    const range = { from: addDays(at.done, -1), to: at.next?.to ?? today };
    const from = { fromId: at.next?.fromId ?? 1, birthdayNeedsOrder };
    const swept = await sweep(context, each, range, from);
    handled += swept.handled;
    if (swept.leftFrom !== null) {
      at = { done: at.done, next: { to: range.to, fromId: swept.leftFrom } };
      break;
    }
    at = { done: range.to, next: null };
  } while (at.done < today);
  return { handled, progress: writeBirthdayProgress(at), ...each.faults };
}

const paysBirthdays = ({ birthdayEnabled, birthdayPoints }: ProgramRules["earn"]) =>
  birthdayEnabled && birthdayPoints > 0;

interface Swept {
  handled: number;
  /** The first member who is left; null at the end. */
  leftFrom: number | null;
}

async function sweep(
  context: JobContext,
  each: EachAlone,
  range: DateRange,
  { fromId, birthdayNeedsOrder }: { fromId: number; birthdayNeedsOrder: boolean },
): Promise<Swept> {
  const days = daysBetween(range);
  const last = await lastMemberId(reader);
  let handled = 0;
  for (let from = fromId; from <= last; from += SPAN) {
    const found = await dueIn({ from, to: from + SPAN }, days, range);
    for (const { memberId, date } of birthdayNeedsOrder ? await boughtBy(found) : found) {
      if (context.stopping()) return { handled, leftFrom: memberId };
      const { now } = context;
      const act = () =>
        runWork(jobOrigin(now), null, (work) => grantBirthday(work, { memberId }, date));
      if (await each.try({ memberId }, act)) handled += 1;
    }
    if (context.stopping()) return { handled, leftFrom: from + SPAN };
  }
  return { handled, leftFrom: null };
}

interface Due {
  memberId: number;
  date: string;
}

/** What a span of members may still get; those that have it already are not taken up again. */
async function dueIn(
  ids: { from: number; to: number },
  days: readonly string[] | null,
  range: DateRange,
): Promise<Due[]> {
  const members = await birthdaysIn(reader, ids, days);
  const due = members.flatMap(({ id: memberId, birthday }) =>
    birthdaysBetween(birthday, range).map((date) => ({ memberId, date })),
  );
  const existing = await existingNames(
    reader,
    { type: "EARN", referenceType: "BIRTHDAY" },
    due.map(({ memberId, date }) => referenceOf(memberId, date).id),
  );
  return due.filter(({ memberId, date }) => !existing.has(referenceOf(memberId, date).id));
}

/** Of thousands who signed up and bought nothing none is locked, hour by hour. */
async function boughtBy(due: readonly Due[]): Promise<Due[]> {
  const buyers = await buyersAmong(reader, [...new Set(due.map(({ memberId }) => memberId))]);
  return due.filter(({ memberId }) => buyers.has(memberId));
}

/** The birthday points of a date; false where they were given or nothing can be. */
export async function grantBirthday(work: Work, ref: MemberRef, date: string): Promise<boolean> {
  const account = await openAccount(work, ref);
  const { member, program } = account;
  const { timeZone } = program;
  const reference = referenceOf(member.id, date);
  if (member.status !== "ACTIVE" || !paysBirthdays(program.rules.earn)) return false;
  // It may have become another one since the span was read.
  if (member.birthday === null || !isKeptOn(date, member.birthday)) return false;
  const isLate = date < businessDate(work.now, timeZone);
  const joinedOn = businessDate(member.joinedAt, timeZone);
  // A release before kept the moments of changes alone.
  const since = member.birthdaySetAt ?? member.birthdayChangedAt;
  const knownOn = since && businessDate(since, timeZone);
  if (isLate && !countsLate(date, { joinedOn, knownOn })) return false;
  if (await hadBirthday(work.tx, member.id, date.slice(0, 4))) return false;
  const points = program.rules.earn.birthdayPoints;
  // Late ones last as long as if they had come on their day.
  const earnedAt = isLate ? startOfBusinessDate(date, timeZone) : work.now;
  const until = isLate ? startOfBusinessDate(addDays(date, 1), timeZone) : work.now;
  if (!(await earnsOnBirthday(work.tx, member, program, until))) return false;
  const breakdown = { base: points, date };
  work.step("earning.birthday", { memberId: member.id, date });
  await earnPoints(work, account, { points, earnedAt, reference, reason: null, breakdown });
  return true;
}
