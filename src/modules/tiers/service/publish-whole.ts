import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { propose } from "../../access/service/approvals";
import { isByOnePerson } from "../../access/service/grants";
import type { ProgramRules } from "../../program/schema/rules";
import { lockProgram } from "../../program/service";
import { enriched, loosened } from "../rules/worth";
import type { Ladder, LadderEdit } from "../schema";
import { ladderAfter } from "./edit-ladder";
import { ladderOfVersion } from "./ladder";
import { affectedSpans, isRolling, liftedBeyond, reachedSpans } from "./lifts";
import type { Edited } from "./publish";

/** A whole program as it shall be: rules, ladder, and where the members of removed tiers go. */
export interface NextProgram {
  rules: ProgramRules;
  ladder: LadderEdit;
}

/** What a second person would be asked for. */
export interface WholeRequest {
  subject: string;
  apply: unknown;
  /** By what else one person would give more, beside what ladder and rules say. */
  looser: readonly ApprovalChange[];
  /** A second person has agreed, or whoever could not ask any more has. */
  approved: boolean;
}

/**
 * Whether a whole program may take the place of the active one, which stays locked until it does; and
 * whether it waits for a second person before.
 *
 * Refusals in order: VERSION_CONFLICT, VALIDATION_FAILED (field by field).
 *
 * @returns the ladder that it makes, and the request where it waits
 */
export async function decideWhole(
  work: Work,
  input: Edited,
  { rules, ladder: edit }: NextProgram,
  { approved, looser, ...request }: WholeRequest,
): Promise<{ ladder: Ladder; approvalId: number | null }> {
  const { rules: known, versionId } = await lockProgram(work, input.expectedVersion);
  const before = await ladderOfVersion(work.tx, versionId);
  const ladder = await ladderAfter(work, { ladder: before, rules }, edit);
  if (approved) return { ladder, approvalId: null };
  const richer = enriched({ ladder: before, rules: known }, { ladder, rules });
  const countsMore = isRolling(known) && !isRolling(rules);
  const spans = affectedSpans(before, ladder, rules);
  const lifted = await liftedBeyond(work, countsMore ? [...spans, ...reachedSpans(ladder)] : spans);
  const changes = [...loosened(known, rules), ...richer, ...looser, ...lifted];
  if (changes.length === 0 || !isByOnePerson(work)) return { ladder, approvalId: null };
  const { reason } = input;
  const proposal = { ...request, kind: "RULES" as const, name: reason, changes, reason };
  return { ladder, approvalId: await propose(work, proposal) };
}
