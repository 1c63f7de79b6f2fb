import { plusMonths } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { readingThrough } from "@/platform/replicas/reader";
import { runWork, type Work } from "@/platform/work";
import { SPEND_SINCE_BY_MEMBER } from "../../orders/service/standing";
import { activeProgram } from "../../program/service";
import {
  type Difference,
  differenceOf,
  type Move,
  standingOfKey,
  stepsOf,
  type Versions,
} from "../rules/outlook";
import type { Horizon } from "../schema";
import * as store from "../store/preview";
import { type Figures, KEPT_MS, newEndOf, versionsOf } from "./preview";

/** Goes through all members for the previews that wait: counted by the database, decided by the rules. */

/** So few that no statement runs for long beside the traffic. */
const SPAN = 2_000;
/** Then other jobs have their turn. */
const PAGES_AT_ONCE = 500;
const FAULTS_MAX = 3;

interface Plan {
  id: number;
  versions: Versions;
  steps: number[];
  newEnd: Date;
  rolling: store.Measure["rolling"];
  /** What was decided for each standing that was met. */
  known: Map<string, Difference>;
}

/** The job: pages of each preview in its order, a transaction a page; goes on where it was interrupted. */
export async function runPreviews({ now, stopping }: JobContext): Promise<JobResult> {
  let pages = 0;
  for (const row of await store.runningPreviews(reader)) {
    try {
      const plan = await planOf(row);
      for (let isMore = true; isMore; pages++) {
        if (stopping() || pages >= PAGES_AT_ONCE) return { handled: pages };
        isMore = await previewPage(plan, now);
      }
    } catch (err) {
      log().error({ err, previewId: row.id }, "a preview could not go on");
      await runWork(jobOrigin(now), null, (work) => noteFault(work, row.id));
    }
  }
  return { handled: pages };
}

async function planOf(row: store.PreviewRow): Promise<Plan> {
  const versions = await versionsOf(reader, row);
  const { timeZone } = await activeProgram(reader);
  const isRolling = Object.values(versions).some(
    ({ tiers }) => tiers.qualifyingPeriod !== "lifetime",
  );
  return {
    id: row.id,
    versions,
    steps: stepsOf(versions),
    newEnd: newEndOf(versions, row, timeZone),
    rolling: isRolling
      ? { since: plusMonths(row.asOf, -12, timeZone), spendByMember: SPEND_SINCE_BY_MEMBER }
      : null,
    known: new Map(),
  };
}

/** One page; false where it was the last, or somebody else is at it. */
async function previewPage(plan: Plan, now: Date): Promise<boolean> {
  const row = await store.previewById(reader, plan.id);
  if (row?.status !== "RUNNING") return false;
  const from = row.nextMemberId;
  const span = { from, to: Math.min(from + SPAN, row.lastMemberId + 1) };
  const found = from > row.lastMemberId ? NOTHING : await lookAt(plan, { ...plan, span });
  return runWork(jobOrigin(now), null, (work) => keep(work, plan.id, span, found));
}

interface Found {
  counted: { difference: Difference; code: string; members: number }[];
  moves: store.MoveRow[];
}

const NOTHING: Found = { counted: [], moves: [] };

/** The members of a span: those who stay are counted by the database, the others are looked at one by one. */
function lookAt(plan: Plan, measure: store.Measure): Promise<Found> {
  return readingThrough(true, async (db) => {
    const groups = (await store.standings(db, measure)).map(({ standing, members }) => {
      const difference = decided(plan, standing);
      return { standing, members, difference, code: codeOf(standing) };
    });
    const isMoved = ({ now, later }: Difference) => now !== null || later !== null;
    const moving = groups.filter(({ difference }) => isMoved(difference));
    const staying = groups.filter(({ difference }) => !isMoved(difference));
    const keys = moving.map(({ standing }) => standing);
    const members = keys.length > 0 ? await store.membersStanding(db, measure, keys) : [];
    const alone = members.map(({ standing }) => {
      return { difference: decided(plan, standing), code: codeOf(standing), members: 1 };
    });
    const moves = members.flatMap((member) => movesOf(plan, member));
    return { counted: [...staying, ...alone], moves };
  });
}

const codeOf = (standing: string) => standing.split(":")[0] ?? "";

function decided({ known, versions, steps }: Plan, standing: string): Difference {
  const found = known.get(standing) ?? differenceOf(versions, standingOfKey(standing, steps));
  known.set(standing, found);
  return found;
}

function movesOf(plan: Plan, member: store.StandingMember): store.MoveRow[] {
  const { now, later } = decided(plan, member.standing);
  const isRolling = plan.versions.draft.tiers.qualifyingPeriod !== "lifetime";
  const row = (horizon: Horizon, { from, to, direction, reason }: Move): store.MoveRow => ({
    previewId: plan.id,
    horizon,
    memberId: member.memberId,
    fromCode: from,
    toCode: to,
    direction,
    reason,
    spendMinor: isRolling ? member.rollingMinor : member.lifetimeMinor,
    until: now ? plan.newEnd : member.until,
  });
  return [...(now ? [row("NOW", now)] : []), ...(later ? [row("LATER", later)] : [])];
}

/** Adds a page to the preview, unless another process has; true where there is more. */
async function keep(
  work: Work,
  id: number,
  span: { from: number; to: number },
  { counted, moves }: Found,
): Promise<boolean> {
  const row = await store.lockPreview(work.tx, id);
  if (row?.status !== "RUNNING" || row.nextMemberId !== span.from) return false;
  const figures = JSON.parse(row.figures) as Figures;
  for (const { difference, code, members } of counted) {
    const { now, later, falls, stays } = difference;
    figures.members += members;
    count(figures.now, now ?? { from: code, to: code, direction: null }, members);
    count(figures.later, later ?? { from: stays, to: stays, direction: null }, members);
    if (falls.inForce) figures.falls.inForce += members;
    if (falls.draft) figures.falls.draft += members;
  }
  store.insertMoves(work.tx, moves);
  const isOver = span.to > row.lastMemberId;
  store.savePreview(work.tx, {
    ...row,
    status: isOver ? "DONE" : "RUNNING",
    figures: JSON.stringify(figures),
    nextMemberId: span.to,
    faults: 0,
    finishedAt: isOver ? work.now : null,
  });
  return !isOver;
}

function count(
  cells: Figures["now"],
  { from, to, direction }: { from: string; to: string; direction: Move["direction"] | null },
  members: number,
): void {
  const key = `${from}>${to}`;
  cells[key] = { members: (cells[key]?.members ?? 0) + members, direction };
}

/** What fails again and again would fail for ever, and says so. */
async function noteFault(work: Work, id: number): Promise<void> {
  const row = await store.lockPreview(work.tx, id);
  if (row?.status !== "RUNNING") return;
  const faults = row.faults + 1;
  const status = faults >= FAULTS_MAX ? "FAILED" : "RUNNING";
  store.savePreview(work.tx, { ...row, faults, status });
}

const CLEARED_AT_ONCE = 5_000;

/** Clears away what nobody sees any more, page by page. */
export async function prunePreviews({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  for (const { id } of await store.endedPreviews(reader, new Date(now.getTime() - KEPT_MS))) {
    for (let cleared = CLEARED_AT_ONCE; cleared === CLEARED_AT_ONCE; ) {
      if (stopping()) return { handled };
      cleared = await runWork(jobOrigin(now), null, async ({ tx }) => {
        const rows = await store.clearMoves(tx, id, CLEARED_AT_ONCE);
        if (rows < CLEARED_AT_ONCE) store.deletePreview(tx, id);
        return rows;
      });
    }
    handled += 1;
  }
  return { handled };
}
