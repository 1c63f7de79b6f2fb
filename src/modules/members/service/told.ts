import { transaction } from "@/platform/db";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { isNewer, notAfter } from "../rules";
import { type ConsentsSaid, consentKind, RECORD_FIELDS, type RecordField } from "../schema";
import type { MemberRow } from "../store/members";
import * as store from "../store/record";
import { changeRecord, type RecordChanges, type RecordOutcome } from "./record";

/**
 * What the shop tells of people, in any order: what was said last holds, field by field. Of somebody whom nobody
 * has enrolled it waits, one row for each, and is taken by whoever enrols them.
 */

/** How long it waits for somebody who never comes. */
const WAITS_DAYS = 180;
const DAY_MS = 86_400_000;

type Parked = { [Field in RecordField]?: { value: string | null; at: string } } & {
  consents?: {
    [name: string]: { given: boolean; at: string; source?: string; textVersion?: number }[];
  };
};

/** Takes what is newer than what is known; what can't be is left out and said. */
export function tellRecord(
  work: Work,
  member: MemberRow,
  changes: RecordChanges,
  { toldAt, reason }: { toldAt: Date; reason?: string | undefined },
): Promise<RecordOutcome> {
  // Which consents it tells of were said when it was told, where it does not say when.
  const consents = datedConsents(changes.consents, toldAt, work.now);
  const how = { via: "EVENT", action: "members.tell", toldAt, reason } as const;
  return changeRecord(work, member, { ...changes, consents }, how);
}

/** No consent is of a moment to come: the shop's clock may be fast. */
function datedConsents(said: ConsentsSaid | undefined, toldAt: Date, now: Date): ConsentsSaid {
  const dated: ConsentsSaid = {};
  for (const name of consentKind.options) {
    const one = said?.[name];
    if (!one) continue;
    dated[name] = { ...one, at: notAfter(one.at ?? toldAt, now) };
  }
  return dated;
}

/**
 * Keeps what was told for whoever enrols them.
 *
 * @returns false where they are enrolled by now, and it is to be told to them
 */
export async function parkUpdate(
  work: Work,
  externalId: string,
  changes: RecordChanges,
  toldAt: Date,
): Promise<boolean> {
  const waiting = await store.lockParked(work.tx, externalId);
  const parked: Parked = waiting ? (JSON.parse(waiting.told) as Parked) : {};
  const at = notAfter(toldAt, work.now);
  for (const field of RECORD_FIELDS) {
    const value = changes[field];
    if (value === undefined) continue;
    const known = parked[field];
    const newer = isNewer(
      { value, at },
      { value: known?.value ?? null, at: known && new Date(known.at) },
    );
    if (newer) parked[field] = { value, at: at.toISOString() };
  }
  parkConsents(parked, datedConsents(changes.consents, at, work.now));
  await store.saveParked(work.tx, externalId, JSON.stringify(parked), work.now);
  // Whoever enrols them at this very moment looks after they were written, and we after this was.
  if (!(await store.isEnrolled(work.tx, externalId))) return true;
  store.removeParked(work.tx, externalId);
  return false;
}

/** What waited goes with a customer whom the shop deleted. */
export function forgetParked(work: Work, externalId: string): void {
  store.removeParked(work.tx, externalId);
}

const CONSENTS_MAX = 20;

/** All of them are history; of very many, the last. */
function parkConsents(parked: Parked, consents: ConsentsSaid): void {
  for (const name of consentKind.options) {
    const one = consents[name];
    if (!one?.at) continue;
    const at = one.at.toISOString();
    parked.consents ??= {};
    const known = parked.consents[name] ?? [];
    if (known.some((other) => other.at === at && other.given === one.given)) continue;
    const { source, textVersion, given } = one;
    const said = {
      given,
      at,
      ...(source === undefined ? {} : { source }),
      ...(textVersion === undefined ? {} : { textVersion }),
    };
    const sorted = [...known, said].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    parked.consents[name] = sorted.slice(-CONSENTS_MAX);
  }
}

/** What was told of somebody before they were enrolled, taken in the act that enrols them. */
export async function takeParked(work: Work, member: MemberRow): Promise<void> {
  const { externalId } = member;
  if (externalId === null) return;
  const waiting = await store.lockParked(work.tx, externalId);
  if (!waiting) return;
  store.removeParked(work.tx, externalId);
  const { consents = {}, ...fields } = JSON.parse(waiting.told) as Parked;
  for (const field of RECORD_FIELDS) {
    const told = fields[field];
    if (told)
      await tellRecord(work, member, { [field]: told.value }, { toldAt: new Date(told.at) });
  }
  for (const [name, all] of Object.entries(consents)) {
    for (const { at, ...one } of all) {
      const toldAt = new Date(at);
      await tellRecord(work, member, { consents: { [name]: { ...one, at: toldAt } } }, { toldAt });
    }
  }
}

/** What waited for somebody who never came is forgotten: it is about a person. */
export function pruneParked(context: JobContext): Promise<JobResult> {
  const before = new Date(context.now.getTime() - WAITS_DAYS * DAY_MS);
  return forgetPages(context, (limit) => transaction((tx) => store.pruneParked(tx, before, limit)));
}
