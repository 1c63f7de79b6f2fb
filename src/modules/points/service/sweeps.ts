import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import { lockMember } from "../../members/service/members";
import { lastMemberId } from "../../members/service/spans";
import { activeProgram } from "../../program/service";
import { pointsEvent } from "../events";
import * as store from "../store/jobs";
import { openAccount } from "./account";

/** Scheduled work on points: pages of members, one member at a time under their own lock. */

const PAGE = 500;
const SPAN = 2_000;

/** Carries out what time has decided: maturations, hold ends, expiries. */
export async function settleDueMembers({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  const each = new EachAlone();
  let last: store.DueMember | undefined;
  for (;;) {
    const page = await store.membersDue(reader, now, last, PAGE);
    for (const { id: memberId } of page) {
      if (stopping()) return { handled, ...each.faults };
      const act = () => runWork(jobOrigin(now), null, (work) => openAccount(work, { memberId }));
      if (await each.try({ memberId }, act)) handled += 1;
    }
    last = page.at(-1) ?? last;
    if (page.length < PAGE) return { handled, ...each.faults };
  }
}

async function inSpans(run: (span: { from: number; to: number }) => Promise<void>): Promise<void> {
  const last = await lastMemberId(reader);
  for (let from = 1; from <= last; from += SPAN) await run({ from, to: from + SPAN });
}

/** Days ahead at which members are told that points expire. */
const NOTICE_DAYS = [30, 7] as const;

/**
 * Tells of points that expire within 30 and within 7 days; of each day once, and again where more points
 * came to it since.
 */
export async function giveNotices({ now }: JobContext): Promise<JobResult> {
  const { timeZone } = await activeProgram(reader);
  const today = businessDate(now, timeZone);
  let handled = 0;
  const each = new EachAlone();
  for (const daysAhead of NOTICE_DAYS) {
    const to = startOfBusinessDate(addDays(today, daysAhead + 1), timeZone);
    const nearer = NOTICE_DAYS.find((days) => days < daysAhead);
    const from =
      nearer === undefined ? now : startOfBusinessDate(addDays(today, nearer + 1), timeZone);
    await inSpans(async (ids) => {
      for (const soon of await store.expiringBetween(reader, ids, { from, to })) {
        const { memberId } = soon;
        if (await each.try({ memberId }, () => giveNotice(soon, daysAhead, now))) handled += 1;
      }
    });
  }
  return { handled, ...each.faults };
}

function giveNotice(soon: store.ExpiringSoon, daysAhead: number, now: Date): Promise<boolean> {
  const { memberId, expiresAt, points } = soon;
  return runWork(jobOrigin(now), null, async (work) => {
    const notice = { memberId, expiresAt, daysAhead, points, createdAt: now };
    if (!(await store.insertNotice(work.tx, notice))) return false;
    const { externalId } = await lockMember(work, { memberId });
    const data = { externalId, points, daysAhead, expiresAt };
    work.emit(pointsEvent("points.expiring", memberId, data));
    return true;
  });
}
