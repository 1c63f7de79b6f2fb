import { createHash } from "node:crypto";
import { reader } from "@/platform/db";
import { asDomainError, DomainError } from "@/platform/errors";
import { keyedIdentity } from "@/platform/identity-key";
import { jobOrigin } from "@/platform/jobs";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { askForCorrection } from "../../access/service/approvals";
import { takeGrant } from "../../access/service/grants";
import { wantsSecond } from "../../access/service/policy";
import { existingNames } from "../../points/service/entries";
import { moneyOfPoints, programOf } from "../../program/service";
import { figuresOf, judgeRows, mostToOne, needsApproval, type RowFacts } from "../rules";
import type { BatchInput } from "../schema";
import * as store from "../store";
import { applyAdjustment } from "./adjust";
import { finderOf, namedBy } from "./named";

export interface BatchAnswer {
  batchId: number;
  status: "VALIDATED" | "WAITING_FOR_APPROVAL" | "RUNNING";
  accepted: number;
  rejected: number;
  totalPoints: number;
  repeatOf: number | null;
}

type InputRow = BatchInput["rows"][number];

/**
 * Takes in a batch of corrections: every row is judged, the good ones are kept to be applied one by
 * one, now or after a second person has approved (above the threshold, or above what one person may
 * give a day). A dry run keeps the judgement only, and says which batch has the same rows.
 *
 * Refusals in order: VALIDATION_FAILED (the form of rows), BATCH_REPEATED with batchId and createdAt.
 */
export async function createBatch(work: Work, input: BatchInput): Promise<BatchAnswer> {
  const { rules, timeZone } = await programOf(work);
  const contentHash = await hashOf(work, input.rows);
  const earlier = await earlierThan(work, contentHash, input);
  const facts = await factsOf(work, input.rows);
  const refusals = judgeRows(facts);
  const accepted = facts.filter((_, index) => refusals[index] === null);
  const good = accepted.map(({ points }) => points);
  const totalPoints = good.reduce((sum, points) => sum + points, 0);
  const absolutePoints = good.reduce((sum, points) => sum + Math.abs(points), 0);
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  const grant = { kind: "points" as const, amount: absolutePoints };
  const worthMinor = moneyOfPoints(rules, absolutePoints);
  const gift = { act: "BATCH" as const, worthMinor };
  const toOne = moneyOfPoints(rules, mostToOne(accepted.map(moved)));
  const approval =
    needsApproval(good, rules.adjust.approvalAbovePoints) ||
    // What a member gets in rows is what they would get in corrections one by one.
    (toOne > 0 && (await wantsSecond(work, "ADJUSTMENT", toOne))) ||
    (!input.dryRun && !(await takeGrant(work, grant, day, gift)).granted);
  const needed = approval ? ("WAITING_FOR_APPROVAL" as const) : ("RUNNING" as const);
  const status = input.dryRun ? ("VALIDATED" as const) : needed;
  const rejected = refusals.length - good.length;
  const batchId = await store.insertBatch(work.tx, {
    reason: input.reason,
    status,
    rowCount: facts.length,
    refusedCount: rejected,
    totalPoints,
    absolutePoints,
    contentHash,
    repetition: input.dryRun ? null : (earlier?.repetition ?? -1) + 1,
    repeatOf: earlier?.id ?? null,
    createdBy: work.actor,
    createdAt: work.now,
  });
  store.insertRows(work.tx, batchId, rowsToKeep(batchId, input.rows, facts, refusals));
  if (status === "WAITING_FOR_APPROVAL") {
    await askFor(work, { batchId, reason: input.reason, totalPoints, worthMinor }, accepted);
  }
  const repeatOf = earlier?.id ?? null;
  const made = { status, accepted: good.length, rejected, totalPoints };
  const after = { ...made, repeatOf: repeatOf === null ? null : String(repeatOf) };
  work.audit({ action: "points.batch", target: `batch:${batchId}`, reason: input.reason, after });
  return { batchId, ...made, repeatOf };
}

/** The same for the same rows in any order, wherever they stood; nobody can try ids against it. */
function hashOf(work: Work, rows: readonly InputRow[]): Promise<string> {
  const lines = rows.map(({ memberId, externalId, memberCode, phone, points, note, reference }) =>
    JSON.stringify([
      memberId?.toString() ?? null,
      externalId ?? null,
      points,
      note ?? "",
      reference ?? "",
      // As before for rows of the other two, so that those of a release before are known again.
      ...(memberCode === undefined && phone === undefined
        ? []
        : [memberCode ?? null, phone ?? null]),
    ]),
  );
  const plain = createHash("sha256").update(`points batch\n${lines.sort().join("\n")}`);
  return keyedIdentity(work.tx, plain.digest("hex"));
}

/** Two at once take the same place among repetitions: one runs again, and finds the other. */
async function earlierThan(work: Work, contentHash: string, { dryRun, repeatOf }: BatchInput) {
  const earlier = await store.lastOfContent(work.tx, contentHash);
  if (!earlier || dryRun || repeatOf === earlier.id) return earlier;
  throw new DomainError("BATCH_REPEATED", {
    batchId: String(earlier.id),
    createdAt: earlier.createdAt,
  });
}

/** Rows without a reference of their own are named after the batch once it has its number. */
function rowsToKeep(
  batchId: number,
  rows: readonly InputRow[],
  facts: readonly RowFacts[],
  refusals: readonly (string | null)[],
): store.NewBatchRow[] {
  return facts.map((fact, index) => ({
    row: fact.row,
    line: rows[index]?.line ?? null,
    memberId: fact.member?.id ?? 0,
    externalId: rows[index]?.externalId ?? null,
    unknownId: fact.member ? null : Number(rows[index]?.memberId ?? 0) || null,
    named: namedBy(rows[index]),
    points: fact.points,
    note: rows[index]?.note ?? null,
    memberNote: rows[index]?.memberNote ?? null,
    reference: rows[index]?.reference ?? `batch-${batchId}-${fact.row}`,
    status: refusals[index] === null ? "WAITING" : "REFUSED",
    refusal: refusals[index] ?? null,
  }));
}

async function factsOf(work: Work, rows: readonly InputRow[]): Promise<RowFacts[]> {
  const references = rows.flatMap((row) => row.reference ?? []);
  const memberOf = await finderOf(work, rows);
  const used = await existingNames(
    work.tx,
    { type: "ADJUST", referenceType: "ADJUSTMENT" },
    references,
  );
  return rows.map((row, index) => ({
    row: index + 1,
    points: row.points,
    reference: row.reference ?? `#${index + 1}`,
    member: memberOf(row) ?? null,
    referenceUsed: row.reference !== undefined && used.has(row.reference),
  }));
}

const moved = ({ member, points }: RowFacts) => ({ memberId: member?.id ?? 0, points });

async function askFor(
  work: Work,
  batch: { batchId: number; reason: string; totalPoints: number; worthMinor: number },
  accepted: readonly RowFacts[],
) {
  const { batchId, reason, totalPoints, worthMinor } = batch;
  const { pointsGiven, pointsTaken, rows, members, largest } = figuresOf(accepted.map(moved));
  const shown = Object.entries({
    pointsGiven,
    pointsTaken,
    rows,
    members,
    largestRow: largest,
  }) as [ApprovalChange["field"], number][];
  await askForCorrection(work, {
    kind: "BATCH",
    memberId: null,
    batchId,
    points: totalPoints,
    reason,
    memberNote: null,
    reference: `batch-${batchId}`,
    worthMinor,
    changes: shown.map(([field, figure]) => ({ field, before: null, after: String(figure) })),
  });
}

/** A second person has decided: the batch starts to run, or never will. */
export function decideBatch(work: Work, batchId: number, approve: boolean): void {
  store.setBatchStatus(work.tx, batchId, approve ? "RUNNING" : "REJECTED");
}

/** Rows of one transaction: enough to be quick, few enough not to hold members long. */
const PAGE = 32;

/** Applies one page of a running batch; false when there is nothing left to take. */
export async function applyPage(batchId: number, now: Date): Promise<number> {
  return runWork(jobOrigin(now), "points.batchPage", (work) => applyPageOf(work, batchId));
}

export async function applyPageOf(work: Work, batchId: number): Promise<number> {
  const rows = await store.takeRows(work.tx, batchId, PAGE);
  work.step("corrections.batchPage", { batchId });
  // Locked in member-id order: two batches cannot deadlock.
  rows.sort((a, b) => a.memberId - b.memberId || a.row - b.row);
  let applied = 0;
  for (const row of rows) if (await applyRow(work, batchId, row)) applied += 1;
  store.countRows(work.tx, batchId, applied, rows.length - applied);
  if (rows.length < PAGE) await store.finishIfDone(work.tx, batchId, new Date());
  return rows.length;
}

export function batchesToRun(): Promise<store.BatchRow[]> {
  return store.runningBatches(reader);
}

async function applyRow(work: Work, batchId: number, row: store.StoredRow): Promise<boolean> {
  try {
    const adjustment = {
      points: row.points,
      reason: row.note ?? "",
      memberNote: row.memberNote,
      reference: row.reference,
    };
    const { entryId } = await applyAdjustment(work, { memberId: row.memberId }, adjustment);
    store.finishRow(work.tx, batchId, row.row, { status: "APPLIED", refusal: null, entryId });
    return true;
  } catch (error) {
    // Refused before it wrote anything, so the rows around it stand.
    const refusal = asDomainError(error)?.domainCode;
    if (refusal === undefined) throw error;
    store.finishRow(work.tx, batchId, row.row, { status: "REFUSED", refusal, entryId: null });
    return false;
  }
}

export async function viewBatch(
  ask: Ask,
  batchId: number,
  page: { limit: number; cursor?: string | undefined },
) {
  const batch = await store.batchById(ask.db, batchId);
  if (!batch) throw new DomainError("NOT_FOUND");
  const rows = await store.rowsOf(ask.db, batchId, cursorId(page.cursor) ?? 0, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ row }) => row);
  return {
    ...summary(batch),
    items: shown.map((row) => ({
      row: row.row,
      line: row.line,
      memberId: idOf(row.memberId),
      uploaded: {
        memberId:
          row.externalId === null && row.named === null
            ? idOf(row.unknownId ?? row.memberId)
            : null,
        externalId: row.externalId,
        memberCode: row.named?.startsWith("M") ? row.named : null,
        phoneMasked: row.named === null || row.named.startsWith("M") ? null : row.named,
      },
      points: row.points,
      note: row.note,
      memberNote: row.memberNote,
      reference: row.reference,
      status: row.status,
      code: row.refusal,
      transactionId: row.entryId,
    })),
    nextCursor,
  };
}

const idOf = (id: number) => (id === 0 ? null : id);

function summary(batch: store.BatchRow) {
  const done = batch.appliedCount + batch.refusedCount;
  return {
    batchId: batch.id,
    status: batch.status,
    reason: batch.reason,
    accepted: batch.rowCount - batch.refusedCount,
    rejected: batch.refusedCount,
    applied: batch.appliedCount,
    totalPoints: batch.totalPoints,
    repeatOf: batch.repeatOf,
    progress: { done, of: batch.rowCount },
    createdBy: batch.createdBy,
    createdAt: batch.createdAt,
    finishedAt: batch.finishedAt,
  };
}

export async function listBatches(ask: Ask, page: { limit: number; cursor?: string | undefined }) {
  const rows = await store.recentBatches(ask.db, cursorId(page.cursor), page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  return { items: shown.map(summary), nextCursor };
}
