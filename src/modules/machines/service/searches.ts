import { createHash } from "node:crypto";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { definedWith } from "../../benefits/service/edit";
import { checkTerms } from "../../coupons/service/definitions";
import { lockProgram, programOf, versionAndBefore, versionOf } from "../../program/service";
import { ladderOf, ladderOfVersion } from "../../tiers/service/ladder";
import { edited } from "../../tiers/service/proposed";
import { STEPS_MAX } from "../rules/search";
import type { StartSearchInput } from "../schema/machines";
import type { Subject } from "../schema/subject";
import * as store from "../store";
import { type Draft, gathered } from "./gather";
import { type Result, shownNotes, shownSequence } from "./told";

/** Searches as people ask for them; machines are looked for in the background. */

const KEPT_DAYS = 400;
const KEPT_MS = KEPT_DAYS * 24 * 3600 * 1000;

/** The same for what says the same, in whichever order. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const sha256 = (said: unknown) =>
  createHash("sha256").update(JSON.stringify(said, inOrder)).digest("hex");

/** Of all that is looked at, whenever that is. */
const hashOf = ({ at: _, ...rest }: Subject) => sha256(rest);

/** Of what a version says. What its tiers took the place of does not matter to anybody's money. */
const contentHashOf = ({ rules, ladder }: Pick<Subject, "rules" | "ladder">) =>
  sha256({ rules, ladder: ladder.map(({ replaces: _, ...rung }) => rung) });

/**
 * Has the program searched, as it is or as it would be; instead of the search that the same person has under
 * way, and of their last one of the same content.
 *
 * Refusals in order: VERSION_CONFLICT, then as the edit itself: VALIDATION_FAILED, INVALID_TIER_CHANGE,
 * TIER_NOT_FOUND.
 */
export async function startSearch(work: Work, input: StartSearchInput) {
  const draft = await draftOf(work, input);
  const subject = await gathered(work, draft);
  const { versionId } = await programOf(work);
  const row = {
    ...{ owner: work.actor, status: "RUNNING" as const, versionId, asOf: work.now },
    ...{ draft: JSON.stringify(draft), subject: JSON.stringify(subject) },
    ...{ subjectHash: hashOf(subject), contentHash: contentHashOf(subject) },
  };
  const before = new Date(work.now.getTime() - KEPT_MS);
  const searchId = await store.replaceSearch(work.tx, row, before);
  work.audit({ action: "machines.start", target: `program:${versionId}` });
  return { searchId };
}

async function draftOf(work: Work, input: StartSearchInput): Promise<Draft> {
  const { expectedVersion, activity, reward, benefit, coupon } = input;
  if (coupon) await checkTerms(work, coupon.settings.terms);
  const others = { activity, reward, coupon };
  if (expectedVersion === undefined) return others;
  const program = await lockProgram(work, expectedVersion);
  const known = await ladderOfVersion(work.tx, program.versionId);
  const { program: next, ladder } = await edited(work.tx, { program, ladder: known }, input);
  const rules = benefit ? definedWith(next, benefit).rules : next.rules;
  return { ...others, rules, ...(input.ladder && { ladder }) };
}

/** Ends one's own search. A second time ends nothing. */
export async function dropSearch(work: Work, searchId: number) {
  const isDropped = await store.dropSearch(work.tx, searchId, work.actor);
  if (isDropped) work.audit({ action: "machines.drop", target: `machineSearch:${searchId}` });
  return { searchId };
}

/** What was found last in programs of the same content as some versions have. @throws DomainError NOT_FOUND */
export async function searchesOfVersions(ask: Ask, versionIds: readonly number[]) {
  const hashes = await Promise.all(
    versionIds.map(async (versionId) => {
      await versionAndBefore(ask.db, versionId);
      const [{ rules }, ladder] = await Promise.all([
        versionOf(ask.db, versionId),
        ladderOfVersion(ask.db, versionId),
      ]);
      return { versionId, contentHash: contentHashOf({ rules, ladder }) };
    }),
  );
  const rows = await store.searchesOf(ask.db, [
    ...new Set(hashes.map(({ contentHash }) => contentHash)),
  ]);
  const items = hashes.flatMap(({ versionId, contentHash }) => {
    const row = rows.find((one) => one.contentHash === contentHash);
    if (!row || isOver(ask, row)) return [];
    const { id: searchId, depth, asOf, found } = row;
    return [{ versionId, searchId, depth, asOf, found: found === 1 }];
  });
  return { items };
}

const isOver = ({ now }: Ask, { asOf }: Pick<store.SearchRow, "asOf">) =>
  asOf.getTime() + KEPT_MS < now.getTime();

/** How far it is, and what was found. @throws DomainError NOT_FOUND */
export async function viewSearch(ask: Ask, searchId: number) {
  const row = await store.searchById(ask.db, searchId);
  if (!row || isOver(ask, row)) throw new DomainError("NOT_FOUND");
  const subject = JSON.parse(row.subject) as Subject;
  const result = row.result === null ? null : (JSON.parse(row.result) as Result);
  const { status, asOf, depth, looked } = row;
  return {
    ...{ searchId, status, asOf, depth, looked, contentHash: row.contentHash, stepsMax: STEPS_MAX },
    keptUntil: new Date(asOf.getTime() + KEPT_MS),
    isStale: status === "DONE" && (await isStale(ask, row)),
    machine: result?.machine ? shownSequence(ask.locale, subject, result.machine) : null,
    notes: result ? shownNotes(ask.locale, subject, result) : [],
  };
}

/** An edit that was not published is another one once others have published theirs. */
async function isStale(ask: Ask, row: store.SearchRow): Promise<boolean> {
  const draft = JSON.parse(row.draft) as Draft;
  const [{ versionId, rules }, ladder, now] = await Promise.all([
    programOf(ask),
    ladderOf(ask),
    gathered(ask, draft),
  ]);
  if (hashOf(now) !== row.subjectHash) return true;
  const isOther = draft.rules !== undefined && versionId !== row.versionId;
  return isOther && contentHashOf({ rules, ladder }) !== row.contentHash;
}
