import { env } from "@/env";
import type { Reader } from "@/platform/db";
import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type Program, type ProgramRules, programRules } from "./schema";
import * as store from "./store";

/**
 * Which version is active is read with every act; what a version says never changes and is kept for
 * ever, so there is nothing to invalidate.
 */
const versions = new Map<number, Program>();

async function load(db: Reader): Promise<Program> {
  const id = await store.activeVersionId(db);
  invariant(id !== undefined, "no program version is published");
  const known = versions.get(id);
  if (known) return known;
  const row = await store.version(db, id);
  invariant(row, "the active program version exists");
  const rules = programRules.parse(JSON.parse(row.rules));
  const program = { versionId: id, rules, timeZone: env().PROGRAM_TIMEZONE };
  versions.set(id, program);
  return program;
}

/** The rules that decide in this work: read once, the same for all of it. */
export function programOf(work: Work): Promise<Program> {
  return work.found<Promise<Program>>("program") ?? work.keep("program", load(work.tx));
}

/** The rules in force, for reads. */
export function activeProgram(db: Reader): Promise<Program> {
  return load(db);
}

/** Writes a version; the caller adds what belongs to it and then activates it. */
export async function insertVersion(
  work: Work,
  rules: ProgramRules,
  reason: string,
): Promise<number> {
  const text = JSON.stringify(rules);
  const { actor, now: publishedAt } = work;
  return store.insertVersion(work.tx, { rules: text, reason, actor, publishedAt });
}

/** Makes a version decide, from the next act on. */
export async function activateVersion(work: Work, versionId: number): Promise<void> {
  await store.activate(work.tx, versionId);
}
