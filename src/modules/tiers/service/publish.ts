import { flat } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { AuditNote, Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { propose } from "../../access/service/approvals";
import { isByOnePerson } from "../../access/service/grants";
import { programEvent } from "../../program/events";
import type { Program, ProgramRules } from "../../program/schema/rules";
import type { PublishRulesInput } from "../../program/schema/versions";
import {
  activateVersion,
  insertVersion,
  lockProgram,
  versionAndBefore,
  versionOf,
} from "../../program/service";
import { enriched, loosened } from "../rules/worth";
import type { Ladder, PublishTiersInput, RuleSections, Rung } from "../schema";
import { ladderAfter } from "./edit-ladder";
import { insertLadder, ladderOfVersion, programAndLadderOf } from "./ladder";
import { affectedSpans, isRolling, liftedBeyond, reachedSpans } from "./lifts";

interface Active {
  program: Program;
  ladder: Ladder;
}

/** What a new version says otherwise than the active one, and the line it leaves in the audit log. */
export interface ProgramEdit extends Pick<AuditNote, "action" | "before" | "after"> {
  rules?: ProgramRules;
  ladder?: readonly Rung[];
}

/** And by what it lets one person give more, beside what the tiers give of a price. */
type BenefitsEdit = ProgramEdit & { looser?: readonly ApprovalChange[] };

export interface Edited {
  expectedVersion: number;
  reason: string;
}

/**
 * Publishes the active version with a change: every edit of tiers, rules or benefits is a new version
 * that decides from the next act on. Editors take turns, and each names the version they saw.
 *
 * Refusals in order: VERSION_CONFLICT, then the edit's own.
 */
export async function publish(
  work: Work,
  { expectedVersion, reason }: Edited,
  edit: (active: Active) => ProgramEdit | Promise<ProgramEdit>,
): Promise<{ versionId: number }> {
  const program = await lockProgram(work, expectedVersion);
  const ladder = await ladderOfVersion(work.tx, program.versionId);
  const { action, before, after, ...changed } = await edit({ program, ladder });
  const versionId = await insertVersion(work, changed.rules ?? program.rules, reason);
  insertLadder(work, versionId, changed.ladder ?? ladder);
  await activateVersion(work, versionId);
  const target = `program:${versionId}`;
  work.audit({ action, target, reason, before: flat(before), after: flat(after) });
  work.emit(programEvent("program.published", null, { versionId, reason }));
  return { versionId };
}

async function requestApproval(
  work: Work,
  input: Edited,
  subject: string,
  changes: readonly ApprovalChange[],
) {
  const { reason } = input;
  const apply = flat({ ...input, expectedVersion: String(input.expectedVersion) });
  const proposal = { kind: "RULES" as const, subject, name: reason, changes, reason, apply };
  return { versionId: null, approvalId: await propose(work, proposal) };
}

/**
 * Publishes an edit of the benefits or of who has them. One by which more is given than one person
 * decides on waits for a second one. Refusals in order: as of publish.
 *
 * @param about what the request is about, and whether a second person has agreed
 */
export async function publishBenefits<Input extends Edited>(
  work: Work,
  input: Input,
  about: { subject: "benefit" | "benefitTiers"; approved: boolean },
  edit: (active: Active) => BenefitsEdit | Promise<BenefitsEdit>,
) {
  const program = await lockProgram(work, input.expectedVersion);
  const ladder = await ladderOfVersion(work.tx, program.versionId);
  const { looser = [], ...edits } = await edit({ program, ladder });
  const [first = ladder[0], ...above] = edits.ladder ?? ladder;
  const after = { ladder: [first, ...above] as const, rules: edits.rules ?? program.rules };
  const changes = [...enriched({ ladder, rules: program.rules }, after), ...looser];
  if (changes.length > 0 && !about.approved && isByOnePerson(work)) {
    return requestApproval(work, input, `${about.subject}:${input.expectedVersion}`, changes);
  }
  const { versionId } = await publish(work, input, () => edits);
  return { versionId, approvalId: null };
}

/** The sections of the rules that an edit has. */
export function given(sections: RuleSections): Partial<ProgramRules> {
  const entries = Object.entries(sections).filter(([, section]) => section !== undefined);
  return Object.fromEntries(entries);
}

/**
 * Publishes sections of the rules. What lets one person give more than before waits for a second one,
 * with all that goes with it. Refusals in order: as of publish.
 *
 * @param approved a second person has agreed
 */
export async function publishRules(work: Work, input: PublishRulesInput, approved = false) {
  const { expectedVersion, reason, ...sections } = input;
  const { rules, versionId: seen } = await lockProgram(work, expectedVersion);
  const ladder = await ladderOfVersion(work.tx, seen);
  const after = given(sections);
  const nextRules = { ...rules, ...after };
  const richer = enriched({ ladder, rules }, { ladder, rules: nextRules });
  const changes = [...loosened(rules, nextRules), ...richer];
  if (!approved && isRolling(rules) && !isRolling(nextRules)) {
    changes.push(...(await liftedBeyond(work, reachedSpans(ladder))));
  }
  if (changes.length > 0 && !approved && isByOnePerson(work)) {
    return requestApproval(work, input, `program:${expectedVersion}`, changes);
  }
  const { versionId } = await publish(work, { expectedVersion, reason }, ({ program }) => {
    const names = Object.keys(after) as (keyof ProgramRules)[];
    const before = Object.fromEntries(names.map((name) => [name, program.rules[name]]));
    return { action: "program.publishRules", rules: { ...program.rules, ...after }, before, after };
  });
  return { versionId, approvalId: null };
}

/**
 * Publishes an edited ladder. Members of a removed tier count as members of the tier named for them
 * at once; a job gives each of them their line of history. One that gives more of a price than before,
 * and more than one person decides on, or lifts more members than their day has room for, waits for a
 * second one.
 *
 * Refusals in order: VERSION_CONFLICT, VALIDATION_FAILED (field by field), INVALID_TIER_CHANGE (a
 * tier with members is removed and nobody says where they go).
 *
 * @param approved a second person has agreed
 */
export async function publishLadder(work: Work, input: PublishTiersInput, approved = false) {
  const { expectedVersion } = input;
  const { rules, versionId: seen } = await lockProgram(work, expectedVersion);
  const known = await ladderOfVersion(work.tx, seen);
  const after = await ladderAfter(work, { ladder: known, rules }, input);
  const changes = enriched({ ladder: known, rules }, { ladder: after, rules });
  if (!approved) changes.push(...(await liftedBeyond(work, affectedSpans(known, after, rules))));
  if (changes.length > 0 && !approved && isByOnePerson(work)) {
    return requestApproval(work, input, `ladder:${expectedVersion}`, changes);
  }
  const { versionId } = await publish(work, input, ({ ladder: before }) => {
    return { action: "tiers.publish", ladder: after, before, after };
  });
  return { versionId, approvalId: null };
}

/** The ladder in force with both languages, for its editor. */
export async function editableLadder(ask: Ask) {
  const { program, ladder } = await programAndLadderOf(ask);
  return { versionId: program.versionId, items: editable(ladder) };
}

function editable(ladder: Ladder) {
  return ladder.map(({ replaces, benefits, ...rung }) => ({ ...rung, benefits: [...benefits] }));
}

/** A version and the one before it. @throws DomainError NOT_FOUND */
export async function versionChange(ask: Ask, versionId: number) {
  const { version, previousId } = await versionAndBefore(ask.db, versionId);
  const state = async (id: number) => {
    const [{ rules }, ladder] = await Promise.all([
      versionOf(ask.db, id),
      ladderOfVersion(ask.db, id),
    ]);
    return { rules, tiers: editable(ladder) };
  };
  const before = previousId === undefined ? null : await state(previousId);
  return { version, before, after: await state(versionId) };
}
