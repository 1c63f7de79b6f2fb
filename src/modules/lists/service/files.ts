import type { Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { FILE_HOURS, FILES_AT_ONCE, type StartFile } from "../schema/files";
import * as store from "../store/files";
import { kindsOf, maySee, requireSees } from "./sources";
import { ownerOf } from "./views";

/** Lists as files: asked for, looked at and fetched by whoever asked. */

export const EXPORT = "lists:export";

export const expiryAt = (now: Date) => new Date(now.getTime() + FILE_HOURS * 3_600_000);

/**
 * Has a file made of what a list shows.
 *
 * Refusals in order: PERMISSION_DENIED (who doesn't see the list), VALIDATION_FAILED (a column that it
 * doesn't have), LIMIT_REACHED (enough are under way).
 */
export async function startFile(work: Work, input: StartFile) {
  const { list, format, columns, question } = input;
  requireSees(work.caller, list);
  const keys = columns.map(({ key }) => key);
  const unknown = kindsOf(list, keys).indexOf(undefined);
  if (unknown !== -1) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: `columns.${unknown}.key`, message: "?" },
    ]);
  }
  const row = {
    list,
    format,
    ownerId: ownerOf(work.caller),
    actor: work.actor,
    locale: work.locale,
    status: "COLLECTING" as const,
    question: JSON.stringify(question),
    columns: JSON.stringify(columns),
    createdAt: work.now,
    expiresAt: expiryAt(work.now),
  };
  for (let slot = 1; slot <= FILES_AT_ONCE; slot++) {
    const fileId = await store.insertFile(work.tx, { ...row, slot });
    if (fileId === null) continue;
    const after = { list, format, columns: keys, question: withoutWords(question) };
    work.audit({ action: "lists.startFile", target: `listFile:${fileId}`, after });
    return { fileId };
  }
  throw new DomainError("LIMIT_REACHED", { limit: FILES_AT_ONCE });
}

export async function ownFiles(ask: Ask) {
  const rows = await store.filesOf(ask.db, ownerOf(ask.caller), ask.now);
  const items = rows.map((row) => ({
    fileId: row.id,
    list: row.list,
    format: row.format,
    status: row.status,
    rows: row.rowCount,
    isCut: row.isCut,
    bytes: row.bytes,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }));
  return { items };
}

/**
 * A question as the audit log keeps it: what was looked for may be somebody's number or name, which would stay there
 * when they are gone. That something was looked for is said.
 */
export function withoutWords<Question extends object>(question: Question): Question {
  return "query" in question && question.query !== undefined
    ? { ...question, query: "…" }
    : question;
}

/** Nobody fetches what somebody else asked for, nor what they may not see any more. */
function isFor(caller: Caller, row: store.FileRow, now: Date): boolean {
  const isOwn = row.ownerId === ownerOf(caller) && maySee(caller, row.list);
  return isOwn && row.status === "DONE" && row.expiresAt > now;
}

/** Whoever fetches a file leaves word of it. @throws DomainError NOT_FOUND (also: over, not done, another's) */
export async function openFile(work: Work, fileId: number) {
  const row = await store.fileById(work.tx, fileId);
  if (!row || !isFor(work.caller, row, work.now)) throw new DomainError("NOT_FOUND");
  const after = { list: row.list, format: row.format, rows: row.rowCount };
  work.audit({ action: "lists.openFile", target: `listFile:${fileId}`, after });
  return { fileId, parts: row.parts };
}

/** @throws DomainError NOT_FOUND */
export async function partOfFile(ask: Ask, fileId: number, place: number) {
  const row = await store.fileById(ask.db, fileId);
  if (!row || !isFor(ask.caller, row, ask.now)) throw new DomainError("NOT_FOUND");
  const content = await store.partOf(ask.db, fileId, "FILE", place);
  if (content === undefined) throw new DomainError("NOT_FOUND");
  return { content };
}

/** Ends one that is under way, or takes away one that is there. @throws DomainError NOT_FOUND */
export async function dropFile(work: Work, fileId: number) {
  const row = await store.lockFile(work.tx, fileId);
  if (!row || row.ownerId !== ownerOf(work.caller)) throw new DomainError("NOT_FOUND");
  store.endFile(work.tx, fileId, work.now);
  work.audit({ action: "lists.dropFile", target: `listFile:${fileId}` });
  return { fileId };
}
