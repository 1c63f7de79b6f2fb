import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { programRules } from "../../program/schema/rules";
import { inProgramsTurn, lockProgram, programOf, versionAndBefore } from "../../program/service";
import { canonical, differences, fieldsOf, isSame } from "../rules/fields";
import { conflicts, merged, type Side } from "../rules/merge";
import { presetOver } from "../rules/presets";
import { moved } from "../rules/removed";
import type { CreateInput, DraftContent, EditInput, TakeInInput } from "../schema";
import * as store from "../store";
import { contentOf, readContent, type State, stateOf, storable } from "./content";
import { lockedDraft, logChanges, OPENED, requireRevision, requireStatus, save } from "./draft";

/** Drafts that live at once: each is looked at by people. */
const LIVING_MAX = 50;

interface Start {
  baseVersionId: number;
  base: State;
  content: DraftContent;
}

async function startOf(work: Work, from: CreateInput["from"]): Promise<Start> {
  if (from?.draftId !== undefined) {
    const row = await store.draftById(work.tx, from.draftId);
    if (!row) throw new DomainError("NOT_FOUND");
    const { baseVersionId } = row;
    const base = await stateOf(work.tx, baseVersionId);
    return { baseVersionId, base, content: readContent(row.content) };
  }
  const { versionId: baseVersionId } = await programOf(work);
  const base = await stateOf(work.tx, baseVersionId);
  return { baseVersionId, base, content: await contentFor(work, from ?? {}, base.content) };
}

async function contentFor(
  work: Work,
  { preset, document, versionId }: NonNullable<CreateInput["from"]>,
  inForce: DraftContent,
): Promise<DraftContent> {
  if (preset) return presetOver(preset, inForce, programRules.parse({}).benefits);
  if (document) {
    const { rules, tiers } = document;
    return moved(inForce.tiers, { rules, tiers, removed: [] });
  }
  if (versionId === undefined) return inForce;
  await versionAndBefore(work.tx, versionId);
  return moved(inForce.tiers, (await stateOf(work.tx, versionId)).content);
}

/**
 * Begins a draft: of the version in force, or of what it is to start from, against that version.
 *
 * Refusals in order: LIMIT_REACHED, NOT_FOUND (what it starts from), VALIDATION_FAILED (too much).
 */
export async function createDraft(work: Work, { name, from }: CreateInput) {
  await inProgramsTurn(work);
  const living = await store.countLiving(work.tx);
  if (living >= LIVING_MAX) throw new DomainError("LIMIT_REACHED", { limit: LIVING_MAX });
  const { baseVersionId, base, content } = await startOf(work, from);
  const { actor: createdBy, now: createdAt } = work;
  const row = { name, baseVersionId, content: storable(content), createdBy, createdAt };
  const draftId = await store.insertDraft(work.tx, row);
  const changes = differences(fieldsOf(base.content), fieldsOf(content));
  logChanges(work, { id: draftId, revision: 1 }, "CREATED", changes);
  const after = { name, baseVersionId: String(baseVersionId), fields: changes.length };
  work.audit({ action: "drafts.create", target: `draft:${draftId}`, after });
  return { draftId };
}

/**
 * Changes fields of a draft. Each names what its editor saw there: what somebody else changed meanwhile is
 * refused by its name, and nothing is written; other fields disturb nobody.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it is not open, or fields are not as they were seen),
 * VALIDATION_FAILED.
 */
export async function editDraft(work: Work, { draftId, name, edits }: EditInput) {
  const row = await lockedDraft(work, draftId);
  requireStatus(row);
  const before = fieldsOf(readContent(row.content));
  const after = new Map(before);
  const others = edits.filter(({ field, was, value }) => {
    const is = after.get(field);
    if (!isSame(is, was) && !isSame(is, value)) return true;
    if (value === undefined) after.delete(field);
    else after.set(field, value);
    return false;
  });
  if (others.length > 0) {
    const errors = others.map(({ field }) => ({
      path: field,
      message: canonical(after.get(field)),
    }));
    throw new DomainError("VERSION_CONFLICT", { revision: String(row.revision) }, errors);
  }
  const base = await stateOf(work.tx, row.baseVersionId);
  const content = contentOf(after, base.content.tiers);
  const said = fieldsOf(content);
  requireSaid(edits, said);
  const changes = differences(before, said);
  const isNamed = name !== undefined && name !== row.name;
  if (changes.length === 0 && !isNamed) return { draftId, revision: row.revision };
  const revision = row.revision + 1;
  logChanges(work, { id: draftId, revision }, "EDITED", changes);
  save(work, row, { ...OPENED, revision, name: name ?? row.name, content: storable(content) });
  const fields = changes.map(({ field }) => field);
  const named = isNamed ? { name: row.name } : {};
  work.audit({
    action: "drafts.edit",
    target: `draft:${draftId}`,
    before: { revision: row.revision, ...named },
    after: { revision, ...(isNamed ? { name } : {}), fields: fields.slice(0, 100).join(" ") },
  });
  return { draftId, revision };
}

/** Where a tier that is removed moves its members follows from the tiers. */
const FOLLOWS = "removed.";

/** @throws DomainError VALIDATION_FAILED: no program has such a field, and what was typed would be lost */
function requireSaid(edits: EditInput["edits"], said: ReadonlyMap<string, unknown>): void {
  const lost = edits.filter(
    ({ field, value }) => value !== undefined && !field.startsWith(FOLLOWS) && !said.has(field),
  );
  if (lost.length === 0) return;
  const errors = lost.map(({ field }) => ({ path: field, message: "?" }));
  throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/**
 * Takes what was published meanwhile into a draft, field by field: where both changed the same otherwise,
 * as it was chosen. From then on the draft's changes are against that version.
 *
 * Refusals in order: VERSION_CONFLICT (another version is in force by now), NOT_FOUND, VERSION_CONFLICT
 * (the draft is not open or was changed), VALIDATION_FAILED (a conflict without a choice, a choice without
 * a conflict, or what comes of it is no program).
 */
export async function takeIn(work: Work, input: TakeInInput) {
  const { draftId, versionId, choices } = input;
  await lockProgram(work, versionId);
  const row = await lockedDraft(work, draftId);
  requireStatus(row);
  requireRevision(row, input.revision);
  if (row.baseVersionId === versionId) return { draftId, revision: row.revision };
  const base = await stateOf(work.tx, row.baseVersionId);
  const theirs = await stateOf(work.tx, versionId);
  const mine = fieldsOf(readContent(row.content));
  const three = { base: fieldsOf(base.content), theirs: fieldsOf(theirs.content), mine };
  const chosen = new Map(choices.map(({ field, take }): [string, Side] => [field, take]));
  requireChosen(conflicts(three), chosen);
  const content = contentOf(merged(three, Object.fromEntries(chosen)), theirs.content.tiers);
  const revision = row.revision + 1;
  logChanges(work, { id: draftId, revision }, "TAKEN_IN", differences(mine, fieldsOf(content)));
  save(work, row, { ...OPENED, revision, baseVersionId: versionId, content: storable(content) });
  work.audit({
    action: "drafts.takeIn",
    target: `draft:${draftId}`,
    before: { revision: row.revision, baseVersionId: String(row.baseVersionId) },
    after: { revision, baseVersionId: String(versionId), ...Object.fromEntries(chosen) },
  });
  return { draftId, revision };
}

/** @throws DomainError VALIDATION_FAILED */
function requireChosen(open: readonly string[], chosen: ReadonlyMap<string, Side>): void {
  const missing = open.filter((field) => !chosen.has(field));
  const strange = [...chosen.keys()].filter((field) => !open.includes(field));
  const errors = [
    ...missing.map((field) => ({ path: `choices.${field}`, message: "mine | theirs" })),
    ...strange.map((field) => ({ path: `choices.${field}`, message: "≠" })),
  ];
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/** Refusals in order: NOT_FOUND, VERSION_CONFLICT (it is not open). A second time ends nothing. */
export async function discardDraft(work: Work, draftId: number) {
  const row = await lockedDraft(work, draftId);
  if (row.status === "DISCARDED") return { draftId, revision: row.revision };
  requireStatus(row);
  save(work, row, { status: "DISCARDED" });
  work.audit({ action: "drafts.discard", target: `draft:${draftId}`, before: { name: row.name } });
  return { draftId, revision: row.revision };
}

/** @throws DomainError NOT_FOUND */
export async function addComment(work: Work, draftId: number, text: string) {
  await lockedDraft(work, draftId);
  const { actor, now: createdAt } = work;
  const commentId = await store.insertComment(work.tx, { draftId, text, actor, createdAt });
  work.audit({ action: "drafts.comment", target: `draft:${draftId}`, after: { text } });
  return { commentId };
}
