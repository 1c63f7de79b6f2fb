import { businessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { eventsAfter, publishedUpTo } from "@/platform/outbox";
import { runWork, type Work } from "@/platform/work";
import { activeProgram } from "../../program/service";
import { expiryBefore, window } from "../rules/moment";
import { type FactState, factState, lockFactState, saveFactState } from "../store/fact-state";
import * as facts from "../store/facts";
import * as segments from "../store/segments";
import { isSettled, lookAgain } from "./members-of";
import { momentAt } from "./moment";

export const FOLLOW = "segments.follow";

/** Events of a page, and members of one. */
const EVENTS = 500;
const MEMBERS = 1_000;
const CLEARED = 5_000;
/** What it says itself is no news to it. */
const OWN = /^segment\./;

/** What it has not seen yet is not forgotten; where it never began, everybody is looked at anyway. */
export async function factsUpTo(): Promise<number> {
  const state = await factState(reader);
  const isBegun = state && (state.day !== null || state.passDay !== null);
  return isBegun ? state.sequence : publishedUpTo(reader);
}

/**
 * Keeps the facts true, and who is in which segment: of whom published events tell, and once a business day of
 * everybody, because windows move at midnight. Each page and how far it came are one transaction under the
 * one row, so any number of processes may run it, and one that dies is gone on with.
 */
export async function followFacts({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const seen = await runWork(jobOrigin(now), null, page);
    if (seen === null) break;
    handled += seen;
  }
  return { handled };
}

interface Page {
  work: Work;
  state: FactState;
  timeZone: string;
  windows: facts.Windows;
}

/** @returns how many members were looked at; null where nothing is left, or somebody else is at it */
async function page(work: Work): Promise<number | null> {
  const state = await lockFactState(work.tx);
  if (!state) return null;
  const { timeZone } = await activeProgram(work.tx);
  const about = { work, state, timeZone, windows: windowsAt(work.now, timeZone) };
  return (
    (await toldPage(about)) ??
    (await fillPage(about)) ??
    (await passPage(about)) ??
    (await clearPage(about))
  );
}

function windowsAt(now: Date, timeZone: string): facts.Windows {
  const zone = { today: businessDate(now, timeZone), timeZone };
  return {
    day: zone.today,
    now,
    since90: window(90, zone),
    since365: window(365, zone),
    before30: expiryBefore(30, zone),
    before90: expiryBefore(90, zone),
  };
}

async function look({ work, state, timeZone, windows }: Page, whom: facts.Whom): Promise<void> {
  await facts.refreshFacts(work.tx, whom, windows);
  const moment = momentAt(work.now, timeZone, state);
  for (const segment of await segments.lockLive(work.tx)) {
    await lookAgain(work, segment, whom, moment);
  }
}

/** Whom the next events are about. */
async function toldPage(about: Page): Promise<number | null> {
  const { work, state } = about;
  const { tx } = work;
  if (state.sequence >= (await publishedUpTo(tx))) return null;
  const events = await eventsAfter(tx, state.sequence, null, EVENTS);
  const last = events.at(-1);
  if (!last) return null;
  const told = events.filter(({ type }) => !OWN.test(type));
  const ids = [...new Set(told.flatMap(({ memberId }) => memberId ?? []))].sort((a, b) => a - b);
  if (ids.length > 0) await look(about, facts.among(ids));
  saveFactState(tx, { ...state, sequence: last.sequence });
  return ids.length;
}

/** The next members of a segment whose rule is another than they were looked at by. */
async function fillPage({ work, state, timeZone }: Page): Promise<number | null> {
  const { tx } = work;
  const segment = (await segments.lockLive(tx)).find((one) => !isSettled(one));
  if (!segment) return null;
  const end = await facts.endOfPage(tx, segment.fillId, MEMBERS);
  if (end === null) {
    segments.saveFill(tx, { ...segment, settledRevision: segment.revision, fillId: 0 });
    return 0;
  }
  const whom = facts.between(segment.fillId, end);
  await lookAgain(work, segment, whom, momentAt(work.now, timeZone, state));
  segments.saveFill(tx, { ...segment, fillId: end });
  return MEMBERS;
}

/** The next members of today's look at everybody. */
async function passPage(about: Page): Promise<number | null> {
  const { work, state, windows } = about;
  const { tx } = work;
  const { day } = windows;
  if (state.day !== null && state.day >= day) return null;
  const isNew = state.passDay !== day;
  const passId = isNew ? 0 : state.passId;
  // One set of fifths for all of a day: those of the facts as they were when it began.
  const fifths = isNew ? await fifthsText(work, state) : state.fifths;
  const end = await facts.endOfPage(tx, passId, MEMBERS);
  if (end === null) {
    const first = fifths ?? (await fifthsText(work, state));
    saveFactState(tx, { ...state, day, passDay: null, passId: 0, fifths: first });
    return 0;
  }
  await look({ ...about, state: { ...state, fifths } }, facts.between(passId, end));
  saveFactState(tx, { ...state, passDay: day, passId: end, fifths });
  return MEMBERS;
}

async function fifthsText({ tx }: Work, { fifths }: FactState): Promise<string | null> {
  const found = await facts.fifthsNow(tx);
  return found === null ? fifths : JSON.stringify(found);
}

/** Some of those who are in a segment that is archived. */
async function clearPage({ work: { tx } }: Page): Promise<number | null> {
  const segment = await segments.lockToClear(tx);
  if (!segment) return null;
  await segments.clearPage(tx, segment.id, CLEARED);
  return 0;
}
