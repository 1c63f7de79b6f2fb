import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { programOf, versionAndBefore } from "../../program/service";
import { fieldsOf } from "../rules/fields";
import { conflicts } from "../rules/merge";
import { DOCUMENT_FORMAT } from "../schema";
import * as store from "../store";
import { faultsOf, readContent, stateOf } from "./content";
import { LIVING } from "./draft";

interface Paged {
  limit: number;
  cursor?: string | undefined;
}

function brief({ id, ...row }: Omit<store.DraftRow, "content">) {
  return { draftId: id, ...row };
}

/** Those that are worked on, or those that came to an end; the latest first. */
export async function listDrafts(
  ask: Ask,
  { limit, cursor, isEnded }: Paged & { isEnded: boolean },
) {
  const statuses = isEnded ? (["PUBLISHED", "DISCARDED"] as const) : LIVING;
  const rows = await store.draftsBefore(ask.db, statuses, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  return { items: shown.map(brief), nextCursor };
}

async function requireDraft(ask: Ask, draftId: number): Promise<store.DraftRow> {
  const row = await store.draftById(ask.db, draftId);
  if (!row) throw new DomainError("NOT_FOUND");
  return row;
}

/**
 * What a draft says, beside the version that its changes are against and the one in force.
 *
 * @throws DomainError NOT_FOUND
 */
export async function viewDraft(ask: Ask, draftId: number) {
  const { content: stored, ...row } = await requireDraft(ask, draftId);
  const { versionId } = await programOf(ask);
  const [base, inForce] = await Promise.all([
    stateOf(ask.db, row.baseVersionId),
    stateOf(ask.db, versionId),
  ]);
  const content = readContent(stored);
  const isLiving = LIVING.includes(row.status);
  const three = {
    base: fieldsOf(base.content),
    theirs: fieldsOf(inForce.content),
    mine: fieldsOf(content),
  };
  return {
    ...brief(row),
    content,
    base: base.content,
    inForce: { versionId, content: inForce.content },
    conflicts: isLiving ? conflicts(three) : [],
    faults: isLiving ? faultsOf(base, content) : [],
  };
}

const parsed = (text: string | null) => (text === null ? {} : { said: JSON.parse(text) });

/** Who changed what, the latest first. */
export async function changesOf(ask: Ask, { draftId, limit, cursor }: Paged & { draftId: number }) {
  const rows = await store.changesBefore(ask.db, draftId, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const items = shown.map(({ id, was, value, draftId: _, ...row }) => ({
    ...row,
    changeId: id,
    before: parsed(was).said,
    after: parsed(value).said,
  }));
  return { items, nextCursor };
}

/** What people said to each other, the latest first. */
export async function commentsOf(
  ask: Ask,
  { draftId, limit, cursor }: Paged & { draftId: number },
) {
  const rows = await store.commentsBefore(ask.db, draftId, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  return { items: shown.map(({ id, ...row }) => ({ commentId: id, ...row })), nextCursor };
}

/** A program as a file. @throws DomainError NOT_FOUND */
export async function documentOf(ask: Ask, from: { versionId: number } | { draftId: number }) {
  const head = { format: DOCUMENT_FORMAT, version: 1 } as const;
  if ("draftId" in from) {
    const { rules, tiers } = readContent((await requireDraft(ask, from.draftId)).content);
    return { ...head, rules, tiers };
  }
  await versionAndBefore(ask.db, from.versionId);
  const { rules, tiers } = (await stateOf(ask.db, from.versionId)).content;
  return { ...head, rules, tiers };
}
