import type { Reader } from "@/platform/db";
import type { Ask } from "@/platform/trpc";
import { memory } from "@/platform/view";
import type { Member } from "../../members/service/members";
import { versionAndBefore, versionOf } from "../../program/service";
import { afterPublished, rungOf } from "../rules/ladder";
import type { LadderEdit, Proposed, RuleSections } from "../schema";
import { ladderAfter } from "./edit-ladder";
import { ladderOfVersion, programAndLadderOf, qualifyingSpend } from "./ladder";
import { given } from "./publish";
import { followedVersionId } from "./review";

/** Rules that are not in force, as if they were: a version's, or what an edit would make. */

/** What a version says, ladder and all. */
export async function versionProposed(db: Reader, versionId: number): Promise<Proposed> {
  const [program, ladder] = await Promise.all([
    versionOf(db, versionId),
    ladderOfVersion(db, versionId),
  ]);
  return { program, ladder };
}

/** What an edit would make of a version. */
interface Edit {
  ladder?: LadderEdit | undefined;
  rules?: RuleSections | undefined;
  /** The version whose definitions of benefits it takes: those of a version were looked at when it came. */
  benefitsOf?: number | undefined;
}

/** @throws DomainError NOT_FOUND (no such version), VALIDATION_FAILED, INVALID_TIER_CHANGE: as the edit itself */
export async function edited(db: Reader, from: Proposed, edit: Edit): Promise<Proposed> {
  const benefits = await benefitsOf(db, edit.benefitsOf);
  const rules = { ...from.program.rules, ...given(edit.rules ?? {}), ...benefits };
  const ladder = edit.ladder
    ? await ladderAfter(db, { ladder: from.ladder, rules }, edit.ladder)
    : from.ladder;
  return { program: { ...from.program, rules }, ladder };
}

async function benefitsOf(db: Reader, versionId: number | undefined) {
  if (versionId === undefined) return {};
  await versionAndBefore(db, versionId);
  const { benefits } = (await versionOf(db, versionId)).rules;
  return { benefits };
}

/** Which rules are looked at: a version's, or an edit of those in force. */
interface Wanted extends Edit {
  versionId?: number | undefined;
}

/** @throws DomainError NOT_FOUND (no such version), else as `edited` */
export async function proposedBy(ask: Ask, { versionId, ...edit }: Wanted): Promise<Proposed> {
  const inForce = await programAndLadderOf(ask);
  if (versionId === undefined) return edited(ask.db, inForce, edit);
  await versionAndBefore(ask.db, versionId);
  return edited(ask.db, await versionProposed(ask.db, versionId), edit);
}

/** The same request under other rules: whoever asks which ones decide in it is told these. */
export function under(ask: Ask, { program, ladder }: Proposed): Ask {
  const kept = memory();
  kept.keep("program", Promise.resolve(program));
  kept.keep("ladder", Promise.resolve(ladder));
  return { ...ask, ...kept };
}

/**
 * The tier that a member would have within moments of rules being published; under those in force the one
 * that they have.
 */
export async function tierUnder(
  ask: Ask,
  member: Pick<Member, "id" | "tierCode" | "spendMinor">,
  next: Proposed,
): Promise<string> {
  const inForce = await programAndLadderOf(ask);
  if (next.ladder === inForce.ladder && next.program === inForce.program) return member.tierCode;
  const followed = await versionProposed(ask.db, await followedVersionId(ask.db));
  const spent = ({ program }: Proposed) => qualifyingSpend(ask.db, program, member, ask.now);
  const facts = {
    currentCode: rungCode(followed, next, member.tierCode),
    qualifyingBeforeMinor: await spent(followed),
    qualifyingMinor: await spent(next),
  };
  return afterPublished(followed.ladder, next.ladder, facts)?.code ?? facts.currentCode;
}

/** An older version may not know the tier of today: its members are where their spend puts them. */
function rungCode({ ladder: followed }: Proposed, { ladder }: Proposed, code: string): string {
  const isKnown = ladder.some((rung) => rung.code === code || rung.replaces.includes(code));
  if (isKnown) return code;
  const { thresholdMinor } = rungOf(followed, code);
  return ladder.findLast((rung) => rung.thresholdMinor <= thresholdMinor)?.code ?? ladder[0].code;
}
