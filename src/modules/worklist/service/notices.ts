import { env } from "@/env";
import { defaultLocale, isLocale } from "@/i18n/config";
import { businessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { DomainError, invariant } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";
import { type StaffPerson, staffPerson } from "../../access/service/staff-person";
import { canSend, sendLater } from "../../sending/service/messages";
import { digestDayOnceSet, dueNotice, isNews, knownAfter, type Told } from "../rules";
import { type SetNotices, type WorkKind, workKind } from "../schema";
import * as store from "../store/notices";
import { type KnownWork, kindsFor, knownWork } from "./waiting";

/** Who of the staff is told by e-mail of what waits for them, as each of them has chosen. */

const DEFAULT = { kinds: [] as WorkKind[], pace: "DAILY", hour: 9, revision: 0 } as const;

const kindsOf = ({ kinds }: Pick<store.NoticeRow, "kinds">) =>
  workKind.options.filter((kind) => kinds.split(" ").includes(kind));

/** @throws DomainError PERMISSION_DENIED for who is no person of the staff */
export async function ownNotices(ask: Ask) {
  const { userId } = ask.caller;
  if (userId === null) throw new DomainError("PERMISSION_DENIED");
  const [row, person] = await Promise.all([
    store.noticeOf(ask.db, userId),
    staffPerson(ask.db, userId),
  ]);
  const address = person?.email ?? null;
  const { pace, hour, revision } = row ?? DEFAULT;
  return {
    kinds: row ? kindsOf(row) : DEFAULT.kinds,
    pace,
    hour,
    revision,
    possible: canSend("EMAIL") && address !== null,
    address,
    offered: kindsFor(ask.caller),
  };
}

/**
 * What waits already is known: told is what comes from now on.
 *
 * Refusals in order: PERMISSION_DENIED, VERSION_CONFLICT.
 */
export async function setNotices(work: Work, input: SetNotices): Promise<{ revision: number }> {
  const { userId } = work.caller;
  const person = userId === null ? null : await staffPerson(work.tx, userId);
  if (userId === null || !person) throw new DomainError("PERMISSION_DENIED");
  const before = await store.lockNotice(work.tx, userId);
  if ((before?.revision ?? 0) !== input.revision) throw new DomainError("VERSION_CONFLICT");
  const { kinds, pace, hour } = input;
  const told = toldBy({}, await knownWork(lookerOf(work, person), kinds));
  const row: store.NoticeRow = {
    userId,
    kinds: workKind.options.filter((kind) => kinds.includes(kind)).join(" "),
    ...{ pace, hour, locale: work.locale, revision: input.revision + 1 },
    told: JSON.stringify(told),
    toldAt: before?.toldAt ?? null,
    digestDay: digestDayOnceSet(before?.digestDay ?? null, hour, work.now, env().PROGRAM_TIMEZONE),
  };
  if (before) store.saveNotice(work.tx, row);
  else await store.insertNotice(work.tx, row);
  work.audit({
    action: "worklist.setNotices",
    target: `user:${userId}`,
    before: before && shown(before),
    after: shown(row),
  });
  return { revision: row.revision };
}

const shown = ({ kinds, pace, hour }: store.NoticeRow) => ({ kinds, pace, hour });

const lookerOf = (work: Work, { caller }: StaffPerson) => ({
  view: work,
  who: caller,
  now: work.now,
  at: new Date(),
});

function toldBy(before: Told, works: readonly KnownWork[]): Told {
  const after = works.map(({ kind, known }) => [kind, knownAfter(before[kind], known)]);
  return { ...before, ...Object.fromEntries(after) };
}

/** Writes what is due to each who wants to be told, one after the other. */
export async function tellStaff({ now, stopping }: JobContext): Promise<JobResult> {
  if (!canSend("EMAIL")) return { handled: 0 };
  let handled = 0;
  const each = new EachAlone();
  for (const userId of await store.subscribers(reader)) {
    if (stopping()) break;
    const tell = () => runWork(jobOrigin(now), null, (work) => tellOne(work, userId));
    if (await each.try({ userId }, tell)) handled += 1;
  }
  return { handled, ...each.faults };
}

/** A message and that it was written are one transaction, under the row's lock: nobody is told twice. */
async function tellOne(work: Work, userId: number): Promise<boolean> {
  const row = await store.lockNotice(work.tx, userId);
  const person = row && (await staffPerson(work.tx, userId));
  if (!row || !person?.email) return false;
  const due = dueNotice(row, work.now, env().PROGRAM_TIMEZONE);
  if (due === null) return false;
  const works = await knownWork(lookerOf(work, person), kindsOf(row));
  const before = JSON.parse(row.told) as Told;
  const told = JSON.stringify(toldBy(before, works));
  const wanted = works.filter(({ kind, count, known }) =>
    due === "DAILY" ? count > 0 : isNews(before[kind], known),
  );
  const toldAt = wanted.length > 0 ? work.now : row.toldAt;
  const digestDay =
    due === "DAILY" ? businessDate(work.now, env().PROGRAM_TIMEZONE) : row.digestDay;
  const isChanged = told !== row.told || toldAt !== row.toldAt || digestDay !== row.digestDay;
  if (isChanged) store.saveNotice(work.tx, { ...row, told, toldAt, digestDay });
  if (wanted.length > 0) write(work, row, person.email, wanted);
  return wanted.length > 0;
}

/** Of a day later nobody wants to know. */
const WORTH_MS = 24 * 3_600_000;

/** How many of each kind, and where to look: nothing of whom or what it is about. */
function write(
  work: Work,
  { locale }: store.NoticeRow,
  address: string,
  works: readonly KnownWork[],
): void {
  invariant(works.length > 0, "there is something to tell");
  const none = Object.fromEntries(workKind.options.map((kind) => [kind, 0]));
  const counts = { ...none, ...Object.fromEntries(works.map(({ kind, count }) => [kind, count])) };
  const link = new URL("/console", env().APP_URL).href;
  sendLater(work, {
    ...{ channel: "EMAIL", address, kind: "WORK_WAITING", memberId: null },
    locale: isLocale(locale) ? locale : defaultLocale,
    facts: { link, counts },
    expiresAt: new Date(Date.now() + WORTH_MS),
  });
}
