import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { programOf } from "../../program/service";
import { reachedIn } from "../../tiers/service/history";
import type { AutomationRow } from "../store/automations";
import * as store from "../store/automations";
import * as due from "../store/due";
import { duePage, stepsOf } from "./due";

/** More than so many are not counted. */
const COUNTED_MAX = 10_000;

/**
 * How many members an automation would give something: today, where that is known in advance, or for what
 * happened yesterday. Nothing is given by it, whatever state it is in.
 *
 * @throws DomainError NOT_FOUND
 */
export async function prospectsOf(ask: Ask, automationId: number) {
  const automation = await store.find(ask.db, automationId);
  if (!automation) throw new DomainError("NOT_FOUND");
  const { timeZone } = await programOf(ask);
  const today = businessDate(ask.now, timeZone);
  const isTimed = ["BIRTHDAY", "QUIET"].includes(automation.trigger.kind);
  const date = isTimed ? today : addDays(today, -1);
  const found = isTimed
    ? await countDue(automation, date, timeZone)
    : await countOn(ask, automation, {
        from: startOfBusinessDate(date, timeZone),
        until: startOfBusinessDate(today, timeZone),
      });
  return { date, members: Math.min(found, COUNTED_MAX), isMore: found > COUNTED_MAX };
}

async function countDue(automation: AutomationRow, date: string, timeZone: string) {
  let found = 0;
  for (const step of stepsOf(automation, date)) {
    const asked = { automation, date, step, timeZone, limit: COUNTED_MAX + 1 };
    found += (await duePage(asked, null)).chances.length;
    if (found > COUNTED_MAX) break;
  }
  return found;
}

function countOn(
  { db }: Ask,
  { trigger, conditions }: AutomationRow,
  span: { from: Date; until: Date },
): Promise<number> {
  const limit = COUNTED_MAX + 1;
  switch (trigger.kind) {
    case "JOINED":
      return due.countJoined(db, span, conditions, limit);
    case "FIRST_ORDER":
      return due.countFirst(db, span, { conditions, ...trigger }, limit);
    case "TIER_REACHED":
      return reachedIn(db, span, trigger.tiers, limit).then((ids) =>
        due.countLetIn(db, conditions, ids),
      );
    default:
      return Promise.resolve(0);
  }
}
