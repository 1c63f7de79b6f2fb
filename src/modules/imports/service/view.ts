import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { sumOpened } from "../../points/service/entries";
import type { Column, RowStatus } from "../schema";
import * as rows from "../store/rows";
import * as runs from "../store/runs";

const summaryOf = (run: runs.RunRow) => ({
  importId: run.id,
  kind: run.kind,
  source: run.source,
  reason: run.reason,
  fileName: run.fileName,
  status: run.status,
  rows: run.rowCount,
  done: run.doneCount,
  createdBy: run.createdBy,
  createdAt: run.createdAt,
  finishedAt: run.finishedAt,
});

export async function listImports(ask: Ask, page: { limit: number; cursor?: string | undefined }) {
  const found = await runs.recentRuns(ask.db, cursorId(page.cursor), page.limit + 1);
  const { shown, nextCursor } = pageOf(found, page.limit, ({ id }) => id);
  return { items: shown.map(summaryOf), nextCursor };
}

interface ViewQuery {
  importId: number;
  status?: RowStatus | undefined;
  limit: number;
  cursor?: string | undefined;
}

/**
 * An import with its rows, and whether what came of it is what was told: the one side is summed up of its
 * rows, the other in the ledger and the order book.
 *
 * @throws DomainError NOT_FOUND
 */
export async function viewImport(ask: Ask, { importId, status, limit, cursor }: ViewQuery) {
  const run = await runs.runById(ask.db, importId);
  if (!run) throw new DomainError("NOT_FOUND");
  const afterRow = cursorId(cursor) ?? 0;
  const page = { status: status ?? null, afterRow, limit: limit + 1 };
  const [found, reckoned] = await Promise.all([
    rows.rowsOf(ask.db, importId, page),
    reckon(ask, run),
  ]);
  const { shown, nextCursor } = pageOf(found, limit, ({ row }) => row);
  return { ...summaryOf(run), ...reckoned, items: shown.map(rowView), nextCursor };
}

const NOTHING = { rows: 0, points: 0, spendMinor: 0 };

async function reckon(ask: Ask, run: runs.RunRow) {
  const sums = await rows.sumsOf(ask.db, run.id);
  const of = (status: RowStatus) => {
    const {
      rows: count,
      points,
      spendMinor,
    } = sums.find((one) => one.status === status) ?? {
      ...NOTHING,
    };
    return { rows: count, points, spendMinor };
  };
  const fates = {
    NEW: of("NEW"),
    ACCEPTED: of("ACCEPTED"),
    APPLIED: of("APPLIED"),
    UNCHANGED: of("UNCHANGED"),
    CHANGED: of("CHANGED"),
    REFUSED: of("REFUSED"),
  };
  const all = Object.values(fates);
  const told = {
    rows: run.rowCount,
    points: all.reduce((sum, { points }) => sum + points, 0),
    spendMinor: all.reduce((sum, { spendMinor }) => sum + spendMinor, 0),
  };
  const enrolled = sums.find((one) => one.status === "APPLIED")?.enrolled ?? 0;
  const [points, spendMinor] = [
    await sumOpened(ask.db, run.id),
    await rows.keptSpend(ask.db, run.id),
  ];
  const { APPLIED: applied } = fates;
  const kept = { rows: applied.rows, points, spendMinor, members: enrolled };
  const counted = all.reduce((sum, { rows: count }) => sum + count, 0);
  const balanced =
    points === applied.points && spendMinor === applied.spendMinor && counted === run.rowCount;
  return { fates, told, kept, balanced };
}

function rowView(row: rows.StoredRow) {
  return {
    row: row.row,
    line: row.line,
    externalId: row.externalId,
    phoneMasked: row.phone,
    memberId: row.memberId,
    enrols: row.enrols,
    points: row.points,
    spendMinor: row.spendMinor,
    status: row.status,
    code: row.code,
    column: row.columnName,
    before: row.beforeId,
  };
}

/** How the columns of the last file of each kind were named. */
export async function mappingsOf(ask: Ask) {
  const found = await runs.lastMapped(ask.db);
  return {
    items: found.map(({ kind, source, mapping }) => ({
      ...{ kind, source },
      mapping: JSON.parse(mapping ?? "{}") as Record<string, Column>,
    })),
  };
}
