import type { z } from "zod";
import { type MemberRef, memberRef } from "@/platform/auth";
import { asDomainError, DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember, type Member, requireMember } from "../../members/service/members";
import { segmentEvent } from "../events";
import type { Stored } from "../rules/facts";
import { storedOf, tagsChanged, toldOf } from "../rules/labels";
import {
  ATTRIBUTES_MAX,
  type AttributeValue,
  type LabelsChange,
  type labelsBatch,
  TAGS_MAX,
} from "../schema/labels";
import * as store from "../store/labels";

/** Tags and attributes of members: what the shop knows of them that the program does not. */

export async function labelsOf(ask: Ask, ref: MemberRef) {
  const { id } = await requireMember(ask.db, ref);
  return shown(ask.db, id);
}

async function shown(db: Ask["db"], memberId: number) {
  const [tags, values, kinds] = await Promise.all([
    store.tagsOf(db, memberId),
    store.attributesOf(db, memberId),
    store.definitions(db),
  ]);
  const attributes: Record<string, AttributeValue> = {};
  for (const { key, kind } of kinds) {
    const stored = values.get(key);
    if (stored) attributes[key] = toldOf(kind, stored);
  }
  return { memberId, tags, attributes };
}

export async function tagsInUse(ask: Ask) {
  return { items: await store.tagsInUse(ask.db, 500) };
}

/**
 * Sets what is named and leaves the rest; said twice it changes nothing more.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), NOT_FOUND (no such attribute, or an archived
 * one), VALIDATION_FAILED (a value of another kind), LIMIT_REACHED.
 */
export async function setLabels(work: Work, ref: MemberRef, change: LabelsChange) {
  const kinds = await store.definitions(work.tx);
  const member = await lockMember(work, ref);
  await apply(work, member, change, kinds);
  await work.tx.arrive();
  return shown(work.tx, member.id);
}

/** @returns whether anything is another by now */
async function apply(
  work: Work,
  member: Member,
  change: LabelsChange,
  kinds: readonly store.AttributeRow[],
): Promise<boolean> {
  requireNotClosed(member.status);
  const { tx, now } = work;
  const { id: memberId, externalId } = member;
  const [tags, values] = [
    new Set(await store.tagsOf(tx, memberId)),
    await store.attributesOf(tx, memberId),
  ];
  const { added, removed } = tagsChanged(tags, change);
  const changes = attributesChanged(values, change.attributes, kinds);
  requireRoom(tags.size + added.length - removed.length, TAGS_MAX);
  if (added.length === 0 && removed.length === 0 && changes.length === 0) return false;
  store.addTags(tx, memberId, added, now);
  store.removeTags(tx, memberId, removed);
  for (const { key, stored } of changes) store.setAttribute(tx, memberId, key, stored, now);
  const attributes = changes.map(({ key }) => key);
  const told = { tagsAdded: added, tagsRemoved: removed, attributes };
  work.emit(segmentEvent("member.labelled", memberId, { externalId, ...told }));
  work.audit({
    action: "members.setLabels",
    memberId,
    before: { tags: removed, ...saidOf(changes, ({ had }) => had) },
    after: { tags: added, ...saidOf(changes, ({ stored }) => stored) },
  });
  return true;
}

function requireRoom(used: number, limit: number): void {
  if (used > limit) throw new DomainError("LIMIT_REACHED", { limit, used });
}

interface Changed {
  key: string;
  kind: store.AttributeRow["kind"];
  had: Stored | null;
  stored: Stored | null;
}

function attributesChanged(
  values: ReadonlyMap<string, Stored>,
  wanted: LabelsChange["attributes"],
  kinds: readonly store.AttributeRow[],
): Changed[] {
  const changes = Object.entries(wanted).flatMap(([key, value]): Changed[] => {
    const kind = kinds.find((one) => one.key === key);
    if (!kind || (kind.archived && value !== null)) {
      throw new DomainError("NOT_FOUND", { attribute: key });
    }
    const had = values.get(key) ?? null;
    const stored = value === null ? null : storedOf(kind, value);
    if (value !== null && stored === null) {
      const fault = { path: `attributes.${key}`, message: kind.kind };
      throw new DomainError("VALIDATION_FAILED", { attribute: key, kind: kind.kind }, [fault]);
    }
    const isSame = had?.word === stored?.word && had?.number === stored?.number;
    return isSame ? [] : [{ key, kind: kind.kind, had, stored }];
  });
  requireRoom(new Set([...values.keys(), ...Object.keys(wanted)]).size, ATTRIBUTES_MAX);
  return changes;
}

/** What somebody typed freely may be about a person, and is not for a log that others read. */
function saidOf(changes: readonly Changed[], which: (change: Changed) => Stored | null) {
  return Object.fromEntries(
    changes.map((change) => {
      const stored = which(change);
      if (stored === null) return [change.key, null];
      return [change.key, change.kind === "TEXT" ? "…" : toldOf(change.kind, stored)];
    }),
  );
}

type Item = z.output<typeof labelsBatch>["items"][number];

/**
 * A hundred at most, each by itself: one that is refused changes nothing and keeps no other from it. Their locks are
 * taken in the order of their ids, whatever order they are named in.
 */
export async function setLabelsOf(work: Work, items: readonly Item[]) {
  const kinds = await store.definitions(work.tx);
  const found = await Promise.all(items.map((item, index) => meant(work, item, index)));
  const inOrder = found.toSorted(
    (a, b) => (a.memberId ?? 0) - (b.memberId ?? 0) || a.index - b.index,
  );
  const results = [];
  for (const one of inOrder) results.push(await each(work, one, kinds));
  return { items: results.toSorted((a, b) => a.index - b.index) };
}

interface Meant {
  index: number;
  item: Item;
  memberId: number | null;
  refusal: DomainError | null;
}

async function meant(work: Work, item: Item, index: number): Promise<Meant> {
  try {
    const { id } = await requireMember(work.tx, memberRef(work.caller, item));
    return { index, item, memberId: id, refusal: null };
  } catch (error) {
    return { index, item, memberId: null, refusal: known(error) };
  }
}

/** Judged before anything of it is written. */
async function each(
  work: Work,
  { index, item, memberId, refusal }: Meant,
  kinds: readonly store.AttributeRow[],
) {
  if (refusal || memberId === null) return answer(index, memberId, false, refusal);
  try {
    const member = await lockMember(work, { memberId });
    const changed = await apply(work, member, item, kinds);
    await work.tx.arrive();
    return answer(index, member.id, changed, null);
  } catch (error) {
    return answer(index, memberId, false, known(error));
  }
}

function answer(
  index: number,
  memberId: number | null,
  changed: boolean,
  refusal: DomainError | null,
) {
  const field = refusal?.facts.attribute;
  return {
    ...{ index, memberId, changed, refusal: refusal?.domainCode ?? null },
    field: typeof field === "string" ? field : null,
  };
}

function known(error: unknown): DomainError {
  const refusal = asDomainError(error);
  if (!refusal || refusal.status >= 500) throw error;
  return refusal;
}
