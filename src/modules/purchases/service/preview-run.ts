import { type Reader, reader } from "@/platform/db";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { readingThrough } from "@/platform/replicas/reader";
import { runWork, type Work } from "@/platform/work";
import type { Beyond } from "../../activities/service/then";
import { rungOf } from "../../tiers/rules/ladder";
import type { Proposed } from "../../tiers/schema";
import { draftOf, KEPT_MS, movedAtOnce, wholePreviews } from "../../tiers/service/preview";
import { versionProposed } from "../../tiers/service/proposed";
import { NO_FIGURES, type TrialFigures, withMember } from "../rules/trial-figures";
import * as store from "../store/previews";
import { membersThen, type TrialTime, trialTime } from "./trial-facts";
import { ordersUnder, type Rules } from "./trial-member";

/** What orders would bring under an edit: gone through page by page once its preview is whole. */

/** Members of a page, and orders: so few that no statement and no sum takes long beside the traffic. */
const SPAN = 4_000;
const ORDERS_MAX = 4_000;
/** Then other jobs have their turn. */
const PAGES_AT_ONCE = 100;
const FAULTS_MAX = 3;

interface Plan {
  previewId: number;
  inForce: Proposed;
  draft: Proposed;
  time: TrialTime;
}

/** The job: begins what waits, then pages of each in its order, a transaction a page. */
export async function runOrderPreviews({ now, stopping }: JobContext): Promise<JobResult> {
  await beginWaiting(now);
  let pages = 0;
  for (const { previewId } of await store.running(reader)) {
    try {
      const plan = await planOf(previewId);
      if (!plan) {
        await runWork(jobOrigin(now), null, async ({ tx }) => store.remove(tx, previewId));
        continue;
      }
      for (let isMore = true; isMore; pages++) {
        if (stopping() || pages >= PAGES_AT_ONCE) return { handled: pages };
        isMore = await page(plan, now);
      }
    } catch (err) {
      log().error({ err, previewId }, "a preview of orders could not go on");
      await runWork(jobOrigin(now), null, (work) => noteFault(work, previewId));
    }
  }
  return { handled: pages };
}

async function beginWaiting(now: Date): Promise<void> {
  const whole = await wholePreviews(reader);
  const begun = await store.begunAmong(
    reader,
    whole.map(({ previewId }) => previewId),
  );
  for (const { previewId, asOf, lastMemberId } of whole) {
    if (begun.has(previewId)) continue;
    const figures = JSON.stringify(NO_FIGURES);
    // One that a release before made does not say all of its rules.
    const status = (await draftOf(reader, previewId)) ? "RUNNING" : "FAILED";
    const row = { previewId, status, figures, lastMemberId, asOf } as const;
    await runWork(jobOrigin(now), null, async ({ tx }) => store.begin(tx, row));
  }
}

/** Undefined where the preview is gone. */
async function planOf(previewId: number): Promise<Plan | undefined> {
  const draft = await draftOf(reader, previewId);
  const row = await store.find(reader, previewId);
  if (!draft || !row) return undefined;
  const inForce = await versionProposed(reader, draft.program.versionId);
  const time = await trialTime(reader, row.asOf, inForce.program.timeZone);
  return { previewId, inForce, draft, time };
}

/** One page; false where it was the last, or somebody else is at it. */
async function page(plan: Plan, now: Date): Promise<boolean> {
  const row = await store.find(reader, plan.previewId);
  if (row?.status !== "RUNNING") return false;
  const before = JSON.parse(row.figures) as TrialFigures;
  const from = row.nextMemberId;
  const span = { from, to: Math.min(from + SPAN, row.lastMemberId + 1) };
  const { figures, to } =
    from > row.lastMemberId
      ? { figures: before, to: from }
      : await readingThrough(true, (db) => figuresOf(db, plan, span, before));
  return runWork(jobOrigin(now), null, (work) => keep(work, plan.previewId, { from, to, figures }));
}

async function figuresOf(
  db: Reader,
  { previewId, inForce, draft, time }: Plan,
  span: { from: number; to: number },
  before: TrialFigures,
): Promise<{ figures: TrialFigures; to: number }> {
  const about = { rules: [inForce, draft], ordersMax: ORDERS_MAX };
  const [{ members, to, cut }, moved] = await Promise.all([
    membersThen(db, span, time, about),
    movedAtOnce(db, previewId, span),
  ]);
  const beyond = { inForce: ofRecord(before.beyond.inForce), draft: ofRecord(before.beyond.draft) };
  const rulesInForce = rulesOf(inForce, time, beyond.inForce);
  const rulesOfDraft = rulesOf(draft, time, beyond.draft);
  let figures = { ...before, cut: before.cut + cut };
  for (const { brief, facts } of members) {
    figures.outstanding += brief.available + brief.pending + brief.frozen;
    figures.owed += brief.owed;
    if (facts.orders.length === 0) continue;
    const before = rulesInForce(brief.tierCode);
    const after = rulesOfDraft(moved.get(brief.id) ?? brief.tierCode);
    figures = withMember(figures, {
      tierCode: after.tierCode,
      inForce: ordersUnder(before, facts),
      draft: ordersUnder(after, facts),
    });
  }
  const charged = { inForce: toRecord(beyond.inForce), draft: toRecord(beyond.draft) };
  return { figures: { ...figures, beyond: charged }, to };
}

/** Rules for whoever is in a tier: the same for all of them. */
function rulesOf(proposed: Proposed, { ran }: TrialTime, beyond: Beyond): (code: string) => Rules {
  const known = new Map<string, Rules>();
  return (code) => {
    const rules = known.get(code) ?? {
      ...proposed,
      tierCode: rungOf(proposed.ladder, code).code,
      ...{ ran, beyond },
    };
    known.set(code, rules);
    return rules;
  };
}

const ofRecord = (record: Record<string, number>): Beyond =>
  new Map(Object.entries(record).map(([id, points]) => [Number(id), points]));

const toRecord = (beyond: Beyond): Record<string, number> => Object.fromEntries(beyond);

/** Adds a page, unless another process has; true where there is more. */
async function keep(
  work: Work,
  previewId: number,
  { from, to, figures }: { from: number; to: number; figures: TrialFigures },
): Promise<boolean> {
  const row = await store.lock(work.tx, previewId);
  if (row?.status !== "RUNNING" || row.nextMemberId !== from) return false;
  const isOver = to > row.lastMemberId;
  store.save(work.tx, {
    ...row,
    status: isOver ? "DONE" : "RUNNING",
    figures: JSON.stringify(figures),
    nextMemberId: to,
    faults: 0,
    finishedAt: isOver ? work.now : null,
  });
  return !isOver;
}

/** What fails again and again would fail for ever, and says so. */
async function noteFault(work: Work, previewId: number): Promise<void> {
  const row = await store.lock(work.tx, previewId);
  if (row?.status !== "RUNNING") return;
  const faults = row.faults + 1;
  store.save(work.tx, { ...row, faults, status: faults >= FAULTS_MAX ? "FAILED" : "RUNNING" });
}

const CLEARED_AT_ONCE = 100;

/** Clears away what nobody sees any more. */
export async function pruneOrderPreviews({ now }: JobContext): Promise<JobResult> {
  const before = new Date(now.getTime() - KEPT_MS);
  const handled = await runWork(jobOrigin(now), null, ({ tx }) =>
    store.clearBefore(tx, before, CLEARED_AT_ONCE),
  );
  return { handled };
}
