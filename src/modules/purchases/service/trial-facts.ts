import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { grouped } from "@/platform/grouped";
import {
  type ActivitiesThen,
  activitiesThen,
  NO_PARTS,
  partsThen,
} from "../../activities/service/then";
import { countedBenefits, usedBefore } from "../../benefits/service/boost";
import { type MemberBrief, membersIn } from "../../members/service/spans";
import { keptByMember, ordersAgain, type Span } from "../../orders/service/again";
import type { Proposed } from "../../tiers/schema";
import { earnBounds } from "../rules/earn-bounds";
import type { MemberThen } from "./trial-member";

/** What pricing members' orders once more asks the database for, some members at a time. */

const TRIAL_DAYS = 90;

export interface TrialTime {
  timeZone: string;
  /** 00:00 of the first business date. */
  since: Date;
  until: Date;
  firstDate: string;
  ran: ActivitiesThen;
}

const firstDateOf = (until: Date, timeZone: string) =>
  addDays(businessDate(until, timeZone), 1 - TRIAL_DAYS);

export const trialSince = (until: Date, timeZone: string) =>
  startOfBusinessDate(firstDateOf(until, timeZone), timeZone);

/** The ninety business dates up to a moment, and what ran in them. */
export async function trialTime(db: Reader, until: Date, timeZone: string): Promise<TrialTime> {
  const firstDate = firstDateOf(until, timeZone);
  const since = startOfBusinessDate(firstDate, timeZone);
  const ran = await activitiesThen(db, { since, until, timeZone });
  return { timeZone, since, until, firstDate, ran };
}

export interface MembersThen {
  members: { brief: MemberBrief; facts: MemberThen }[];
  /** The first member who is not among them. */
  to: number;
  /** How many members have more orders than are looked at. */
  cut: number;
}

/**
 * The members of a span with what they paid in the time and what was before it, as far as any of the rules
 * asks for it. The span ends early where there are more orders than so many.
 */
export async function membersThen(
  db: Reader,
  span: Span,
  time: TrialTime,
  { rules, ordersMax }: { rules: readonly Proposed[]; ordersMax: number },
): Promise<MembersThen> {
  const { orders, to, isCut } = await ordersAgain(db, span, time, ordersMax);
  const own = { from: span.from, to };
  const isAny = orders.length > 0;
  const byMember = grouped(orders, ({ memberId }) => memberId);
  const [briefs, parts, used, kept] = await Promise.all([
    membersIn(db, own),
    isAny ? partsThen(db, time.ran, own) : new Map<number, never>(),
    isAny ? usedThen(db, own, time, rules) : new Map<number, never>(),
    isAny ? keptThen(db, own, time, rules) : [],
  ]);
  const members = briefs.map((brief) => {
    const facts = {
      member: brief,
      orders: byMember.get(brief.id) ?? [],
      kept: kept.flatMap(({ date, points }) => {
        const before = points.get(brief.id);
        return before === undefined ? [] : [{ date, points: before }];
      }),
      used: used.get(brief.id) ?? [],
      parts: parts.get(brief.id) ?? NO_PARTS,
    };
    return { brief, facts };
  });
  return { members, to, cut: isCut ? 1 : 0 };
}

async function usedThen(
  db: Reader,
  span: Span,
  { firstDate, until }: TrialTime,
  rules: readonly Proposed[],
) {
  const ids = rules.flatMap(({ program }) => countedBenefits(program).map(({ id }) => id));
  const about = { benefitIds: [...new Set(ids)], date: firstDate, now: until };
  return grouped(await usedBefore(db, span, about), ({ memberId }) => memberId);
}

/**
 * What was kept before in the month and the year in which the time begins, each on the last date before it
 * or, of the rest, on the first of its period.
 */
async function keptThen(
  db: Reader,
  span: Span,
  { firstDate, since, timeZone }: TrialTime,
  rules: readonly Proposed[],
) {
  const begins = rules.flatMap(({ program }) =>
    earnBounds(program.rules.goods, firstDate).map(({ from }) => from),
  );
  const dates = [...new Set(begins)].filter((date) => date < firstDate).sort();
  return Promise.all(
    dates.map(async (date, at) => {
      const next = dates[at + 1];
      const until = next === undefined ? since : startOfBusinessDate(next, timeZone);
      const time = { since: startOfBusinessDate(date, timeZone), until };
      return { date, points: await keptByMember(db, span, time) };
    }),
  );
}
