import type { Caller, MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { mayEditNote, mayRemoveNote, requireNotClosed } from "../rules";
import * as store from "../store/notes";
import { lockMember, requireMember } from "./members";

/** Newest first, each with what the reader may do to it. @throws DomainError MEMBER_NOT_FOUND */
export async function listNotes(ask: Ask, ref: MemberRef, { cursor, limit }: Page) {
  const { id: memberId } = await requireMember(ask.db, ref);
  const rows = await store.notesOf(ask.db, memberId, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  return { items: shown.map((row) => noteView(row, ask.caller, ask.now)), nextCursor };
}

function noteView(note: store.NoteRow, caller: Caller, now: Date) {
  const { id: noteId, text, author, createdAt, editedAt } = note;
  const mayEdit = mayEditNote(note, caller, now) === null;
  const mayRemove = mayRemoveNote(note, caller);
  return { noteId, text, author, createdAt, editedAt, mayEdit, mayRemove };
}

/** Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed). */
export async function addNote(work: Work, ref: MemberRef, text: string) {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const { id: memberId } = member;
  const { userId: authorId } = work.caller;
  const note = { memberId, text, authorId, author: work.actor, createdAt: work.now };
  const id = await store.insertNote(work.tx, note);
  work.audit({ action: "members.addNote", memberId, target: `note:${id}` });
  return noteView({ ...note, id, editedAt: null }, work.caller, work.now);
}

/**
 * Its member is locked first, so that nothing is written after a closing. An admin may remove what others wrote.
 *
 * @throws DomainError NOT_FOUND
 */
async function lockNote(work: Work, noteId: number): Promise<store.NoteRow> {
  const found = await store.findNote(work.tx, noteId);
  if (!found) throw new DomainError("NOT_FOUND");
  await lockMember(work, { memberId: found.memberId });
  const note = await store.findNote(work.tx, noteId);
  if (!note) throw new DomainError("NOT_FOUND");
  return note;
}

/** Refusals in order: NOT_FOUND, PERMISSION_DENIED (somebody else's, or a day old). */
export async function editNote(work: Work, { noteId, text }: { noteId: number; text: string }) {
  const note = await lockNote(work, noteId);
  const fault = mayEditNote(note, work.caller, work.now);
  if (fault !== null) throw new DomainError("PERMISSION_DENIED", { reason: fault });
  const edited = { ...note, text, editedAt: work.now };
  store.saveNote(work.tx, noteId, text, work.now);
  work.audit({
    action: "members.editNote",
    memberId: note.memberId,
    target: `note:${noteId}`,
    before: { note: note.text },
    after: { note: text },
  });
  return noteView(edited, work.caller, work.now);
}

/** Refusals in order: NOT_FOUND, PERMISSION_DENIED (somebody else's). */
export async function removeNote(work: Work, { noteId }: { noteId: number }) {
  const note = await lockNote(work, noteId);
  if (!mayRemoveNote(note, work.caller)) {
    throw new DomainError("PERMISSION_DENIED", { reason: "NOT_OWN" });
  }
  store.removeNote(work.tx, noteId);
  work.audit({
    action: "members.removeNote",
    memberId: note.memberId,
    target: `note:${noteId}`,
    before: { note: note.text },
  });
  return { removed: true as const };
}
