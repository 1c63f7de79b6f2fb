import { addDays, businessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import { activeProgram } from "../../program/service";
import { stateAt } from "../rules/state";
import * as store from "../store/automations";
import { type Due, duePage, stepsOf } from "./due";
import { type Chance, giveFor } from "./give";

/** What is given late: after a job that was away for longer nobody is wished what is long past. */
const LATE_DAYS = 7;
const PAGE = 500;
/** Of one run, so that what else waits for the process comes to its turn. */
const RUN_MAX = 2_000;

/**
 * Gives what comes with time: birthdays, and days without an order. Each automation goes on where it was
 * stopped. The day before and today are looked at with every run, since who joins, says their birthday or
 * may have something again does so at any hour; whoever has it is passed by in SQL.
 */
export async function sweepDue({ now, stopping }: JobContext): Promise<JobResult> {
  const { timeZone } = await activeProgram(reader);
  const each = new EachAlone();
  const run = { now, timeZone, each, handled: 0, seen: 0 };
  const isOver = () => stopping() || run.seen >= RUN_MAX;
  for (const automation of await store.running(reader, ["BIRTHDAY", "QUIET"])) {
    if (isOver()) break;
    await sweep(run, automation, isOver);
  }
  return { handled: run.handled, ...each.faults };
}

interface Run {
  now: Date;
  timeZone: string;
  each: EachAlone;
  handled: number;
  /** Members whose turn it was. */
  seen: number;
}

const isUsedUp = ({ totalLimit, givenCount }: store.AutomationRow) =>
  totalLimit !== null && givenCount >= totalLimit;

async function sweep(
  run: Run,
  automation: store.AutomationRow,
  isOver: () => boolean,
): Promise<void> {
  const { now, timeZone } = run;
  const today = businessDate(now, timeZone);
  const isDue = stateAt(automation, now) === "RUNNING" && !isUsedUp(automation);
  if (!isDue || automation.countsFrom === null || automation.countsFrom > now) return;
  const sweptOn = automation.sweptOn ?? today;
  const since = [
    addDays(sweptOn, -1),
    addDays(today, -LATE_DAYS),
    businessDate(automation.countsFrom, timeZone),
  ];
  let place = readPlace(automation.sweepAt);
  for (let date = latest(since); date <= today; date = addDays(date, 1)) {
    if (place && place.date > date) continue;
    for (const step of stepsOf(automation, date)) {
      if (place?.date === date && place.step > step) continue;
      let after: string | null = place?.date === date && place.step === step ? place.after : null;
      place = null;
      do {
        const due = await duePage({ automation, date, step, timeZone, limit: PAGE }, after);
        after = await giveAll(run, due, after, isOver);
        if (isOver()) return keep(run, automation, { sweptOn, at: { date, step, after } });
      } while (after !== null);
    }
  }
  return keep(run, automation, { sweptOn: today, at: null });
}

/** @returns where to go on; null at the end of the step */
async function giveAll(
  run: Run,
  { chances, next }: Due,
  after: string | null,
  isOver: () => boolean,
): Promise<string | null> {
  let last = after;
  for (const { chance, place } of chances) {
    if (isOver()) return last;
    last = place;
    run.seen += 1;
    if (await take(run, chance)) run.handled += 1;
  }
  return next;
}

async function take({ each, now }: Run, chance: Chance): Promise<boolean> {
  const { automationId, memberId } = chance;
  const act = () => runWork(jobOrigin(now), null, (work) => giveFor(work, chance));
  return (await each.try({ automationId, memberId }, act)) ?? false;
}

interface Place {
  date: string;
  step: string;
  after: string | null;
}

/** `2027-03-05/2027-03-05/4001`. */
function readPlace(text: string | null): Place | null {
  const [date, step, after] = text?.split("/") ?? [];
  if (date === undefined || step === undefined) return null;
  return { date, step, after: after || null };
}

async function keep(
  { now }: Run,
  { id }: store.AutomationRow,
  { sweptOn, at }: { sweptOn: string; at: Place | null },
): Promise<void> {
  const sweepAt = at && `${at.date}/${at.step}/${at.after ?? ""}`;
  await runWork(jobOrigin(now), null, async ({ tx }) => {
    store.saveSweep(tx, id, { sweptOn, sweepAt });
  });
}

const latest = (dates: readonly string[]) => [...dates].sort().at(-1) ?? "";
