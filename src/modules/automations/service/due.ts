import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import type { Member } from "../../members/service/members";
import { birthDatesOf, keptDaysOf, type Occasion } from "../rules/occasion";
import type { AutomationRow } from "../store/automations";
import * as store from "../store/due";
import type { Chance, Facts } from "./give";

/** A part of a day's members: of one day of a month of birthdays, or all of them. */
const ALL = "all";

export function stepsOf({ trigger }: AutomationRow, date: string): string[] {
  return trigger.kind === "BIRTHDAY" ? keptDaysOf(trigger, date) : [ALL];
}

interface Asked {
  automation: AutomationRow;
  date: string;
  step: string;
  timeZone: string;
  limit: number;
}

export interface Due {
  /** With the place of each in its step. */
  chances: { chance: Chance; place: string }[];
  /** The place of the last; null where there is nothing behind it. */
  next: string | null;
}

/** Whom a step has something for, page by page. Who had it is none of them. */
export function duePage(asked: Asked, after: string | null): Promise<Due> {
  const { trigger } = asked.automation;
  switch (trigger.kind) {
    case "BIRTHDAY":
      return birthdays(asked, Number(after ?? 0));
    case "QUIET":
      return quiet(asked, trigger.days, after);
    default:
      return Promise.resolve({ chances: [], next: null });
  }
}

function boundsOf({ automation, date, limit }: Asked) {
  const { id: automationId, conditions, againAfterDays } = automation;
  const notSince = againAfterDays === null ? "1000-01-01" : addDays(date, -againAfterDays);
  return { automationId, conditions, notSince, limit };
}

async function birthdays(asked: Asked, afterId: number): Promise<Due> {
  const { automation, date, step, timeZone, limit } = asked;
  const dates = birthDatesOf(step);
  const occasion = { name: `BIRTHDAY:${step.slice(0, 4)}`, on: date, orderId: null };
  const who = { dates, occasion: occasion.name };
  const rows = await store.bornOn(reader, boundsOf(asked), who, afterId);
  const verify = async ({ account: { member } }: Facts) => {
    const knownAt = member.birthdaySetAt ?? member.birthdayChangedAt;
    const isBorn = member.birthday !== null && dates.includes(member.birthday);
    return isBorn && isKnownOn({ ...member, knownAt }, date, timeZone) ? occasion : null;
  };
  const chances = rows
    .filter((row) => isKnownOn(row, date, timeZone))
    .map(({ memberId }) => ({
      chance: { automationId: automation.id, memberId, occasion, verify },
      place: String(memberId),
    }));
  return { chances, next: rows.length === limit ? String(rows.at(-1)?.memberId) : null };
}

/** Nothing is given for a day on which somebody was no member yet, or had said another birthday or none. */
function isKnownOn(
  { joinedAt, knownAt }: Pick<Member, "joinedAt"> & { knownAt: Date | null },
  date: string,
  timeZone: string,
): boolean {
  const isMember = businessDate(joinedAt, timeZone) <= date;
  return isMember && (knownAt === null || businessDate(knownAt, timeZone) <= date);
}

async function quiet(asked: Asked, days: number, after: string | null): Promise<Due> {
  const { automation, date, timeZone, limit } = asked;
  const day = addDays(date, -days);
  const span = {
    from: startOfBusinessDate(day, timeZone),
    until: startOfBusinessDate(addDays(day, 1), timeZone),
  };
  const rows = await store.quietSince(reader, boundsOf(asked), span, readAfter(after));
  const chances = rows.map((row) => ({
    chance: {
      ...{ automationId: automation.id, memberId: row.memberId },
      occasion: quietFor(row.orderRowId, date),
      verify: async ({ work, account }: Facts) => {
        const last = await store.lastOrder(work.tx, account.member.id);
        return last?.id === row.orderRowId ? quietFor(last.id, date) : null;
      },
    },
    place: placeOf(row),
  }));
  const last = rows.at(-1);
  return { chances, next: last && rows.length === limit ? placeOf(last) : null };
}

const quietFor = (orderRowId: number, on: string): Occasion => ({
  name: `QUIET:${orderRowId}`,
  on,
  orderId: null,
});

const placeOf = ({ paidAt, orderRowId }: store.QuietRow) => `${paidAt.getTime()}~${orderRowId}`;

function readAfter(text: string | null): { paidAt: Date; id: number } | null {
  const [at, id] = text?.split("~") ?? [];
  return at === undefined || id === undefined
    ? null
    : { paidAt: new Date(Number(at)), id: Number(id) };
}
