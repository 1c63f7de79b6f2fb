import { reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import type { Ask } from "@/platform/trpc";
import { memory } from "@/platform/view";
import { runWork, type Work } from "@/platform/work";
import { staffPerson } from "../../access/service/staff-person";
import { membersInOrder } from "../../profile/service/lists";
import type { MembersQuestion } from "../schema/files";
import { SELECTED_MAX } from "../schema/selections";
import * as store from "../store/selections";
import { expiryAt, withoutWords } from "./files";
import { maySee, requireSees } from "./sources";
import { ownerOf } from "./views";

/**
 * All members who match, chosen together: a job writes down who they are, page by page, so that what is done
 * with them is done with those who were counted, whatever happens to their figures meanwhile.
 */

const AT_ONCE = 3;
const PAGE = 500;
/** Then other jobs have their turn. */
const PAGES_AT_ONCE = 40;
const ATTEMPTS_MAX = 10;
const SELECTED_PAGE = 5_000;

/** Refusals in order: PERMISSION_DENIED, LIMIT_REACHED (enough are under way). */
export async function selectMembers(work: Work, question: MembersQuestion) {
  requireSees(work.caller, "members");
  const row = {
    ownerId: ownerOf(work.caller),
    status: "COLLECTING" as const,
    question: JSON.stringify(question),
    createdAt: work.now,
    expiresAt: expiryAt(work.now),
  };
  for (let slot = 1; slot <= AT_ONCE; slot++) {
    const selectionId = await store.insertSelection(work.tx, { ...row, slot });
    if (selectionId === null) continue;
    work.audit({
      action: "lists.select",
      target: `listSelection:${selectionId}`,
      after: { list: "members", question: withoutWords(question) },
    });
    return { selectionId };
  }
  throw new DomainError("LIMIT_REACHED", { limit: AT_ONCE });
}

/** @throws DomainError NOT_FOUND (also: over, another's) */
async function own(ask: Ask, selectionId: number): Promise<store.SelectionRow> {
  const row = await store.selectionById(ask.db, selectionId);
  const isOwn = row?.ownerId === ownerOf(ask.caller) && row.expiresAt > ask.now;
  if (!row || !isOwn) throw new DomainError("NOT_FOUND");
  return row;
}

export async function viewSelection(ask: Ask, selectionId: number) {
  const { id, status, count, expiresAt } = await own(ask, selectionId);
  return { selectionId: id, status, count, expiresAt };
}

/** Who they are, in the order in which they were found. @throws DomainError NOT_FOUND (also: not ready) */
export async function selectedMembers(ask: Ask, selectionId: number, after: number) {
  const { status } = await own(ask, selectionId);
  if (status !== "READY") throw new DomainError("NOT_FOUND");
  const rows = await store.selectedAfter(ask.db, selectionId, after, SELECTED_PAGE + 1);
  const shown = rows.slice(0, SELECTED_PAGE);
  const next = rows.length > SELECTED_PAGE ? (shown.at(-1)?.place ?? null) : null;
  return { memberIds: shown.map(({ memberId }) => memberId), next };
}

/** Ends one that is under way, and forgets who was chosen. @throws DomainError NOT_FOUND */
export async function dropSelection(work: Work, selectionId: number) {
  const row = await store.lockSelection(work.tx, selectionId);
  if (row?.ownerId !== ownerOf(work.caller)) throw new DomainError("NOT_FOUND");
  store.saveSelection(work.tx, { ...row, status: "FAILED", slot: null, expiresAt: work.now });
  return { selectionId };
}

export async function collectSelections({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  for (const { id } of await store.selectionsUnderWay(reader)) {
    try {
      while (handled < PAGES_AT_ONCE && !stopping()) {
        const row = await store.selectionById(reader, id);
        if (row?.status !== "COLLECTING") break;
        await collectPage(row, now);
        handled += 1;
      }
    } catch (err) {
      log().error({ err, selectionId: id }, "members who were chosen could not be written down");
      await change(id, now, (row) => {
        row.attempts += 1;
        if (row.attempts >= ATTEMPTS_MAX) Object.assign(row, { status: "FAILED", slot: null });
      });
    }
  }
  return { handled };
}

function change(id: number, now: Date, alter: (row: store.SelectionRow) => void): Promise<void> {
  return runWork(jobOrigin(now), null, async (work) => {
    const row = await store.lockSelection(work.tx, id);
    if (row?.status !== "COLLECTING") return;
    alter(row);
    store.saveSelection(work.tx, row);
  });
}

async function collectPage(row: store.SelectionRow, now: Date): Promise<void> {
  const caller = (await staffPerson(reader, row.ownerId))?.caller;
  if (!caller || !maySee(caller, "members")) {
    return change(row.id, now, (one) => Object.assign(one, { status: "FAILED", slot: null }));
  }
  const ask = { ...memory(), ...jobOrigin(now), caller, locale: "zh-CN" as const, db: reader };
  const question = JSON.parse(row.question) as MembersQuestion;
  const cursor = row.nextCursor;
  const paging = { limit: PAGE, ...(cursor !== null && { cursor }) };
  const { items, nextCursor } = await membersInOrder(ask, { ...question, ...paging });
  // With somebody who has left nothing is done.
  const open = items.filter(({ status }) => status !== "CLOSED");
  await runWork(jobOrigin(now), null, async (work) => {
    const one = await store.lockSelection(work.tx, row.id);
    // Another process has gone on, or it was ended.
    if (one?.status !== "COLLECTING" || one.nextCursor !== cursor) return;
    const ids = open.map(({ memberId }) => memberId);
    one.count += await store.insertSelected(work.tx, row.id, ids);
    one.nextCursor = nextCursor;
    if (one.count > SELECTED_MAX) Object.assign(one, { status: "TOO_MANY", slot: null });
    else if (nextCursor === null) Object.assign(one, { status: "READY", slot: null });
    store.saveSelection(work.tx, one);
  });
}

const DROPPED = 1_000;

/** Nobody needs to know any more who was chosen: what was done with them says it. */
export async function forgetSelections({ now, stopping }: JobContext): Promise<number> {
  const ids = await store.expiredSelections(reader, now, 100);
  for (const id of ids) {
    if (stopping()) break;
    const forget = () =>
      runWork(jobOrigin(now), null, (work) => store.dropSelected(work.tx, id, DROPPED));
    while ((await forget()) === DROPPED);
    await runWork(jobOrigin(now), null, async (work) => store.removeSelection(work.tx, id));
  }
  return ids.length;
}
