import { memberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { asDomainError, DomainError } from "@/platform/errors";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import { flat, type LocalizedName } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember, requireMember } from "../../members/service/members";
import type { Rule } from "../schema/rule";
import {
  type ListChange,
  type NewSegment,
  SEGMENTS_MAX,
  type SegmentUpdate,
} from "../schema/segments";
import { factState } from "../store/fact-state";
import * as store from "../store/segments";
import { countMatching } from "./matching";
import { isSettled, tell } from "./members-of";
import { momentOf } from "./moment";

function viewOf(row: store.SegmentRow) {
  const { id, kind, name, rule, tells, archived, revision, memberCount, createdAt, updatedAt } =
    row;
  return {
    ...{ segmentId: id, kind, name, rule, tells, archived, revision, members: memberCount },
    ...{ isSettled: isSettled(row), createdAt, updatedAt },
  };
}

export async function listSegments({ db }: Pick<View, "db">) {
  return { items: (await store.live(db)).map(viewOf) };
}

/** @throws DomainError NOT_FOUND */
export async function getSegment({ db }: Pick<View, "db">, segmentId: number) {
  const row = await store.find(db, segmentId);
  if (!row) throw new DomainError("NOT_FOUND");
  return viewOf(row);
}

/** @throws DomainError LIMIT_REACHED */
export async function createSegment(work: Work, made: NewSegment) {
  const all = await store.lockLive(work.tx);
  if (all.length >= SEGMENTS_MAX) {
    throw new DomainError("LIMIT_REACHED", { limit: SEGMENTS_MAX, used: all.length });
  }
  const { rule, tells } = made;
  const name = made.name as LocalizedName;
  const id = await store.insert(work.tx, { name, rule, tells }, work.now);
  work.audit({
    action: "segments.create",
    target: `segment:${id}`,
    after: flat({ name, rule, tells }),
  });
  return getSegment({ db: work.tx }, id);
}

/**
 * Another rule is gone through for all members by the job. A list stays a list, and a rule a rule.
 *
 * Refusals in order: NOT_FOUND (archived ones, too), VERSION_CONFLICT, VALIDATION_FAILED (a rule for a list).
 */
export async function updateSegment(work: Work, changed: SegmentUpdate) {
  const row = await lockLive(work, changed.segmentId);
  if (row.revision !== changed.revision) {
    throw new DomainError("VERSION_CONFLICT", { revision: row.revision });
  }
  const { rule, tells, archived } = changed;
  if ((row.rule === null) !== (rule === null)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "rule", message: row.kind }]);
  }
  const name = changed.name as LocalizedName;
  const isSame = JSON.stringify(rule) === JSON.stringify(row.rule);
  const revision = row.revision + 1;
  const settled = isSame && isSettled(row) ? revision : row.settledRevision;
  const fillId = isSame ? row.fillId : 0;
  const after = { ...row, name, rule, tells, archived, revision, settledRevision: settled, fillId };
  store.save(work.tx, { ...after, updatedAt: work.now });
  const said = (one: store.SegmentRow) =>
    flat({ name: one.name, rule: one.rule, tells: one.tells, archived: one.archived });
  work.audit({
    action: archived ? "segments.archive" : "segments.update",
    target: `segment:${row.id}`,
    before: said(row),
    after: said(after),
  });
  await work.tx.arrive();
  return getSegment({ db: work.tx }, row.id);
}

async function lockLive(work: Work, segmentId: number): Promise<store.SegmentRow> {
  const row = await store.lock(work.tx, segmentId);
  if (!row || row.archived) throw new DomainError("NOT_FOUND");
  return row;
}

/** How many match a rule, whether anybody saved it or not. */
export async function countRule(ask: Ask, rule: Rule) {
  const [found, state, { today }] = await Promise.all([
    countMatching(ask, rule),
    factState(ask.db),
    momentOf(ask),
  ]);
  return { ...found, isCurrent: state?.day === today };
}

/** @throws DomainError NOT_FOUND */
export async function membersOf(ask: Ask, segmentId: number, { cursor, limit }: Page) {
  await getSegment(ask, segmentId);
  const page = { after: cursorId(cursor) ?? 0, limit: limit + 1 };
  const rows = await store.members(ask.db, segmentId, page);
  const { shown, nextCursor } = pageOf(rows, limit, ({ memberId }) => memberId);
  return { items: shown, nextCursor };
}

type Named = ListChange["add"];

/**
 * Puts members on a list, and takes some off; who is named in both is off. Said twice it changes nothing more.
 *
 * Refusals in order: NOT_FOUND, VALIDATION_FAILED (a segment by rule).
 */
export async function listMembers(work: Work, input: ListChange) {
  // Members first, as whoever closes one has them and then the segment.
  const [add, remove] = [await idsOf(work, input.add), await idsOf(work, input.remove)];
  await lockAll(work, add.ids);
  const segment = await lockLive(work, input.segmentId);
  if (segment.rule !== null) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "segmentId", message: "RULE" }]);
  }
  const away = new Set(remove.ids);
  const inside = await store.insideOf(work.tx, segment.id, [...add.ids, ...remove.ids]);
  const entered = [...new Set(add.ids)].filter((id) => !inside.has(id) && !away.has(id));
  const left = [...away].filter((id) => inside.has(id));
  store.addMembers(work.tx, segment.id, entered, work.now);
  store.removeMembers(work.tx, segment.id, left);
  await tell(work, segment, { entered, left });
  const counts = { added: entered.length, removed: left.length };
  work.audit({ action: "segments.listMembers", target: `segment:${segment.id}`, after: counts });
  const refusals = [
    ...add.refusals.map((one) => ({ list: "add" as const, ...one })),
    ...remove.refusals.map((one) => ({ list: "remove" as const, ...one })),
  ];
  return { ...counts, members: segment.memberCount + entered.length - left.length, refusals };
}

/** Nobody of them closes meanwhile; who did is refused, and the whole is asked for again. */
async function lockAll(work: Work, ids: readonly number[]): Promise<void> {
  for (const memberId of [...new Set(ids)].sort((a, b) => a - b)) {
    requireNotClosed((await lockMember(work, { memberId })).status);
  }
}

/** Whoever is closed is on no list. */
async function idsOf(work: Work, named: Named) {
  const ids: number[] = [];
  const refusals: { index: number; refusal: string }[] = [];
  for (const [index, one] of named.entries()) {
    try {
      const { id, status } = await requireMember(work.tx, memberRef(work.caller, one));
      if (status === "CLOSED") refusals.push({ index, refusal: "MEMBER_STATUS_INVALID" });
      else ids.push(id);
    } catch (error) {
      const refusal = asDomainError(error);
      if (!refusal || refusal.status >= 500) throw error;
      refusals.push({ index, refusal: refusal.domainCode });
    }
  }
  return { ids, refusals };
}

/** The segments that a member is in. */
export async function segmentsOfMember({ db }: Pick<View, "db">, memberId: number) {
  return new Set(await store.segmentsOf(db, memberId));
}

/** The same of each member of a span who is in one of some segments. */
export async function segmentsOfSpan(
  db: Reader,
  segmentIds: readonly number[],
  span: { from: number; to: number },
): Promise<Map<number, number[]>> {
  const found = new Map<number, number[]>();
  for (const { memberId, segmentId } of await store.insideSpan(db, segmentIds, span)) {
    found.set(memberId, [...(found.get(memberId) ?? []), segmentId]);
  }
  return found;
}

/** @throws DomainError NOT_FOUND (archived ones, too) */
export async function requireSegment({ db }: Pick<View, "db">, segmentId: number): Promise<void> {
  const row = await store.find(db, segmentId);
  if (!row || row.archived) throw new DomainError("NOT_FOUND", { segmentId: String(segmentId) });
}
