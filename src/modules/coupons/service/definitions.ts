import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import { flat } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { ladderOf } from "../../tiers/service/ladder";
import { worthOf } from "../rules/judge";
import type { NewDefinition } from "../schema/coupons";
import { type CouponTerms, couponTerms, termsFaults } from "../schema/terms";
import * as store from "../store/definitions";

export type { Version } from "../store/definitions";

/** A version never changes, so what it says is kept in the process for ever. */
const versions = new Map<number, store.Version>();

/** What versions say, by their ids. */
export async function versionsOf(
  db: Reader,
  ids: readonly number[],
): Promise<ReadonlyMap<number, store.Version>> {
  const missing = [...new Set(ids)].filter((id) => !versions.has(id));
  const read = (terms: unknown) => couponTerms.parse(terms);
  for (const version of await store.versionsById(db, missing, read)) {
    versions.set(version.id, version);
  }
  return versions;
}

export async function versionOf(db: Reader, id: number): Promise<store.Version> {
  const version = (await versionsOf(db, [id])).get(id);
  if (!version) throw new DomainError("NOT_FOUND");
  return version;
}

/** Whether coupons of a definition are taken at all. */
export async function isEnabled(db: Reader, definitionId: number): Promise<boolean> {
  return (await store.definitionsById(db, [definitionId])).get(definitionId)?.enabled ?? false;
}

/** Of which of some definitions coupons are taken. */
export async function enabledOf(db: Reader, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await store.definitionsById(db, [...new Set(ids)]);
  return new Set([...rows.values()].flatMap(({ id, enabled }) => (enabled ? [id] : [])));
}

/** A definition with what is issued of it now. @throws DomainError NOT_FOUND */
export async function definitionOf(db: Reader, id: number) {
  const row = (await store.definitionsById(db, [id])).get(id);
  if (!row) throw new DomainError("NOT_FOUND");
  return { row, version: await versionOf(db, row.versionId) };
}

function view(row: store.DefinitionRow, { name, description, terms }: store.Version) {
  const { id: definitionId, revision, enabled, updatedAt } = row;
  const worthMinor = worthOf(terms);
  return { definitionId, revision, name, description, enabled, terms, worthMinor, updatedAt };
}

export async function listDefinitions(ask: Ask, page: Page) {
  const rows = await store.definitionPage(ask.db, cursorId(page.cursor), page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const known = await versionsOf(
    ask.db,
    shown.map(({ versionId }) => versionId),
  );
  const items = shown.flatMap((row) => {
    const version = known.get(row.versionId);
    return version ? [view(row, version)] : [];
  });
  return { items, nextCursor };
}

/** @throws DomainError VALIDATION_FAILED, TIER_NOT_FOUND */
export async function checkTerms(work: Work, terms: CouponTerms): Promise<void> {
  const errors = termsFaults(terms).map(({ path, message }) => ({
    path: `terms.${path}`,
    message,
  }));
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  const { minTier } = terms;
  if (minTier === null) return;
  const ladder = await ladderOf(work);
  if (!ladder.some(({ code }) => code === minTier)) {
    throw new DomainError("TIER_NOT_FOUND", { tierCode: minTier });
  }
}

/**
 * Makes a definition. Nothing is given by it yet: what is issued of it is decided on then.
 *
 * Refusals in order: VALIDATION_FAILED (the terms), TIER_NOT_FOUND.
 */
export async function createDefinition(work: Work, definition: NewDefinition) {
  await checkTerms(work, definition.terms);
  const id = await store.insertDefinition(work.tx, definition.enabled, work.now);
  const after = await writeVersion(work, { id, revision: 1 }, definition);
  work.audit({ action: "coupons.create", target: `couponDefinition:${id}`, after: told(after) });
  return after;
}

/**
 * A new version of a definition, from the next coupon on: those that were issued keep what they were.
 * Switched off, none of any version is issued or taken.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (changed since it was read), VALIDATION_FAILED,
 * TIER_NOT_FOUND.
 */
export async function updateDefinition(
  work: Work,
  input: NewDefinition & { definitionId: number; revision: number },
) {
  const { definitionId, revision, ...definition } = input;
  const row = await store.lockDefinition(work.tx, definitionId);
  if (!row) throw new DomainError("NOT_FOUND");
  if (row.revision !== revision) {
    throw new DomainError("VERSION_CONFLICT", { version: row.revision });
  }
  const before = view(row, await versionOf(work.tx, row.versionId));
  await checkTerms(work, definition.terms);
  const after = await writeVersion(work, { id: row.id, revision: revision + 1 }, definition);
  const target = `couponDefinition:${row.id}`;
  work.audit({ action: "coupons.update", target, before: told(before), after: told(after) });
  return after;
}

function told({ definitionId: _, updatedAt: __, ...definition }: ReturnType<typeof view>) {
  return flat(definition);
}

async function writeVersion(
  work: Work,
  { id, revision }: { id: number; revision: number },
  { name, description, terms, enabled }: NewDefinition,
) {
  const version = { definitionId: id, revision, name, description, terms };
  const by = { actor: work.actor, createdAt: work.now };
  const versionId = await store.insertVersion(work.tx, version, by);
  const row = { id, revision, versionId, enabled, updatedAt: work.now };
  store.saveDefinition(work.tx, row);
  return view(row, { ...version, id: versionId });
}
