import { businessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import { maskedPhone } from "@/platform/phone";
import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { propose } from "../../access/service/approvals";
import { moneyOfPoints, programOf } from "../../program/service";
import { readRow } from "../rules/read-row";
import type { AddRowsInput, CreateImportInput, ImportStatus } from "../schema";
import { PART_ROWS_MAX } from "../schema";
import * as rows from "../store/rows";
import * as runs from "../store/runs";
import { hashed, identityIn } from "./names";

/** An import from its beginning to the request of a second person; nothing of it counts before. */

export async function createImport(work: Work, input: CreateImportInput) {
  const { mapping, fileName = null, ...told } = input;
  const importId = await runs.insertRun(work.tx, {
    ...told,
    fileName,
    mapping: mapping ? JSON.stringify(mapping) : null,
    status: "OPEN",
    createdBy: work.actor,
    createdAt: work.now,
  });
  const { kind, source, reason } = told;
  const target = `import:${importId}`;
  work.audit({ action: "imports.create", target, reason, after: { kind, source } });
  return { importId, status: "OPEN" as const, approvalId: null };
}

/** @throws DomainError NOT_FOUND, VERSION_CONFLICT with its status */
async function lockIn(work: Work, importId: number, ...statuses: ImportStatus[]) {
  const run = await runs.lockRun(work.tx, importId);
  if (!run) throw new DomainError("NOT_FOUND");
  if (statuses.includes(run.status)) return run;
  throw new DomainError("VERSION_CONFLICT", { status: run.status });
}

/**
 * Rows of the file, part by part, in any order. The same part told again is known.
 *
 * Refusals in order: NOT_FOUND, DUPLICATE_REFERENCE (the part was told otherwise), VERSION_CONFLICT (no
 * rows are taken any more).
 */
export async function addRows(work: Work, { importId, rows: told, ...input }: AddRowsInput) {
  const part = Number(input.part);
  const digest = await hashed(work.tx, "part", JSON.stringify(told));
  const known = await runs.partOf(work.tx, importId, part);
  const run = await lockIn(work, importId, "OPEN", ...(known ? KNOWN_IN : []));
  const status = run.status;
  const again = known ?? (await runs.partOf(work.tx, importId, part));
  if (again) {
    if (again.digest !== digest) throw new DomainError("DUPLICATE_REFERENCE", { part });
    return { importId, status, approvalId: null };
  }
  const { timeZone } = await programOf(work);
  const today = businessDate(work.now, timeZone);
  const first = (part - 1) * PART_ROWS_MAX;
  const read = told.map((row) => ({ row, ...readRow(run.kind, row, today) }));
  const kept = read.map(async ({ row, facts, identity, fault }, index) => {
    const { externalId, phone, points, amountMinor: spendMinor } = facts;
    const said = JSON.stringify(facts);
    return {
      ...{ importId, row: first + index + 1, line: row.line, externalId, points, spendMinor },
      phone: phone && maskedPhone(phone),
      facts: fault ? null : said,
      // One that can't be read stands in no other's way.
      identity: identity && !fault ? await identityIn(work.tx, run, identity) : null,
      digest: await hashed(work.tx, "content", said),
      phoneHash: phone && !fault ? await hashed(work.tx, "phone", phone) : null,
      status: fault ? ("REFUSED" as const) : ("NEW" as const),
      code: fault?.code ?? null,
      columnName: fault?.column ?? null,
    };
  });
  rows.insertRows(work.tx, await Promise.all(kept));
  runs.insertPart(work.tx, { importId, part, digest, rowCount: told.length });
  runs.saveRun(work.tx, { ...run, rowCount: run.rowCount + told.length });
  const target = `import:${importId}`;
  work.audit({ action: "imports.addRows", target, after: { part, rows: told.length } });
  return { importId, status, approvalId: null };
}

const KNOWN_IN: ImportStatus[] = [
  ...(["CHECKING", "CHECKED", "WAITING_FOR_APPROVAL", "RUNNING", "DONE"] as const),
];

/**
 * All rows are there: from now on each is judged, and none is taken any more.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it was dropped, or has fewer or more rows than said).
 */
export async function checkImport(
  work: Work,
  { importId, rows: count }: { importId: number; rows: number },
) {
  const run = await lockIn(work, importId, "OPEN", ...KNOWN_IN);
  if (run.rowCount !== count) throw new DomainError("VERSION_CONFLICT", { rows: run.rowCount });
  if (run.status !== "OPEN") return { importId, status: run.status, approvalId: null };
  runs.saveRun(work.tx, { ...run, status: "CHECKING", doneCount: 0 });
  work.audit({ action: "imports.check", target: `import:${importId}`, after: { rows: count } });
  return { importId, status: "CHECKING" as const, approvalId: null };
}

/**
 * Asks a second person, always: whoever could say alone what everybody had before could say anything. A
 * service may ask, too.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it is not judged, was dropped, or nothing is accepted).
 */
export async function startImport(work: Work, { importId }: { importId: number }) {
  const run = await lockIn(work, importId, "CHECKED", "WAITING_FOR_APPROVAL");
  const sums = await rows.sumsOf(work.tx, importId);
  const accepted = sums.find(({ status }) => status === "ACCEPTED");
  if (!accepted) throw new DomainError("VERSION_CONFLICT", { reason: "NOTHING_ACCEPTED" });
  const { members, largest } = await rows.extentOf(work.tx, importId);
  const { rules } = await programOf(work);
  const { points, spendMinor } = accepted;
  const shown: [ApprovalChange["field"], number][] = [
    ["rows", accepted.rows],
    ["members", members],
    ["pointsGiven", points],
    ["largestRow", largest],
    ["spendMinor", spendMinor],
  ];
  const said = shown.filter(([, figure]) => figure > 0);
  const approvalId = await propose(work, {
    kind: "IMPORT",
    subject: `import:${importId}`,
    name: run.source,
    changes: said.map(([field, figure]) => ({ field, before: null, after: String(figure) })),
    reason: run.reason,
    apply: { importId },
    worthMinor: moneyOfPoints(rules, points),
  });
  runs.saveRun(work.tx, { ...run, status: "WAITING_FOR_APPROVAL", doneCount: 0 });
  return { importId, status: "WAITING_FOR_APPROVAL" as const, approvalId };
}

/** A second person has decided. @throws DomainError VERSION_CONFLICT where it waits no more */
export async function decideImport(work: Work, importId: number, approve: boolean): Promise<void> {
  const run = await runs.lockRun(work.tx, importId);
  if (run?.status !== "WAITING_FOR_APPROVAL") {
    if (!approve) return;
    throw new DomainError("VERSION_CONFLICT", { status: run?.status ?? null });
  }
  const decided = approve
    ? { status: "RUNNING" as const, doneCount: 0 }
    : { status: "REJECTED" as const, finishedAt: work.now };
  runs.saveRun(work.tx, { ...run, ...decided });
}

/**
 * Nobody wants it: what it says of people is forgotten.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it waits for somebody, runs or ran).
 */
export async function dropImport(work: Work, { importId }: { importId: number }) {
  const run = await lockIn(work, importId, "OPEN", "CHECKING", "CHECKED", "DROPPED");
  if (run.status !== "DROPPED") {
    runs.saveRun(work.tx, { ...run, status: "DROPPED", finishedAt: work.now });
    work.audit({ action: "imports.drop", target: `import:${importId}` });
  }
  return { importId, status: "DROPPED" as const, approvalId: null };
}
