import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { canonical, type FieldChange } from "../rules/fields";
import type { DraftStatus } from "../schema";
import * as store from "../store";

/** A draft's row as acts take it and leave it. */

export const LIVING: readonly DraftStatus[] = ["OPEN", "SCHEDULED", "PARKED"];
/** What may be edited; what was parked is looked at and goes on. */
const EDITABLE: readonly DraftStatus[] = ["OPEN", "PARKED"];

/** No time is promised any more. */
export const UNSCHEDULED = {
  publishAt: null,
  publishReason: null,
  scheduledBy: null,
  parkedCode: null,
} as const;

export const OPENED = { status: "OPEN", ...UNSCHEDULED } as const;

/** @throws DomainError NOT_FOUND */
export async function lockedDraft(work: Work, draftId: number): Promise<store.DraftRow> {
  const row = await store.lockDraft(work.tx, draftId);
  if (!row) throw new DomainError("NOT_FOUND");
  return row;
}

/** @throws DomainError VERSION_CONFLICT with the status that it has */
export function requireStatus(row: store.DraftRow, statuses: readonly DraftStatus[] = EDITABLE) {
  if (!statuses.includes(row.status)) {
    throw new DomainError("VERSION_CONFLICT", { draftStatus: row.status });
  }
}

/** @throws DomainError VERSION_CONFLICT where somebody changed it meanwhile */
export function requireRevision(row: store.DraftRow, revision: number): void {
  if (row.revision === revision) return;
  const facts = { expectedRevision: String(revision), revision: String(row.revision) };
  throw new DomainError("VERSION_CONFLICT", facts);
}

const text = (value: unknown) => (value === undefined ? null : canonical(value));

export function logChanges(
  work: Work,
  draft: { id: number; revision: number },
  kind: store.ChangeRow["kind"],
  changes: readonly FieldChange[],
): void {
  const { actor, now: createdAt } = work;
  const rows = changes.map(({ field, before, after }) => {
    const said = { field, was: text(before), value: text(after) };
    return { draftId: draft.id, revision: draft.revision, kind, ...said, actor, createdAt };
  });
  store.insertChanges(work.tx, rows);
}

/** Writes down what was done to a draft that is locked. */
export function save(work: Work, row: store.DraftRow, changed: Partial<store.DraftRow>): void {
  store.saveDraft(work.tx, { ...row, ...changed, updatedBy: work.actor, updatedAt: work.now });
}
