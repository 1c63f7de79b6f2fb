import type { Reader } from "@/platform/db";
import { DomainError, type FieldError } from "@/platform/errors";
import { readBenefit } from "../../benefits/service/edit";
import type { Program } from "../../program/schema/rules";
import { versionOf } from "../../program/service";
import type { Ladder } from "../../tiers/schema";
import { ladderEditFaults } from "../../tiers/service/edit-ladder";
import { ladderOfVersion } from "../../tiers/service/ladder";
import { contentFrom, type Fields, isSame } from "../rules/fields";
import { moved } from "../rules/removed";
import { type DraftContent, draftContent, storedContent } from "../schema";

/** What drafts say: as it is stored, as a version says it, and whether it could be one. */

/** Far more than sixty benefits and twenty tiers with all that they may say. */
const BYTES_MAX = 300_000;

export function readContent(stored: string): DraftContent {
  return storedContent.parse(JSON.parse(stored));
}

/** @throws DomainError VALIDATION_FAILED */
export function storable(content: DraftContent): string {
  const text = JSON.stringify(content);
  const bytes = Buffer.byteLength(text);
  if (bytes <= BYTES_MAX) return text;
  throw new DomainError("VALIDATION_FAILED", {}, [
    { path: "content", message: `${bytes} B > ${BYTES_MAX} B` },
  ]);
}

export interface State {
  program: Program;
  ladder: Ladder;
  content: DraftContent;
}

/** What a version says, as a draft does. */
export async function stateOf(db: Reader, versionId: number): Promise<State> {
  const [program, ladder] = await Promise.all([
    versionOf(db, versionId),
    ladderOfVersion(db, versionId),
  ]);
  const tiers = ladder.map(({ rank: _, replaces: __, benefits, ...rung }) => ({
    ...rung,
    benefits: [...benefits],
  }));
  return { program, ladder, content: { rules: program.rules, tiers, removed: [] } };
}

/**
 * The program that fields stand for.
 *
 * @param before the tiers of the version that it would take the place of
 * @throws DomainError VALIDATION_FAILED
 */
export function contentOf(fields: Fields, before: DraftContent["tiers"]): DraftContent {
  const read = draftContent.safeParse(contentFrom(fields));
  if (read.success) return moved(before, read.data);
  const errors = read.error.issues.map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
  throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/** The benefits that are not as the version has them, or are new. */
export function changedBenefits({ program }: State, content: DraftContent) {
  const known = new Map(program.rules.benefits.map((benefit) => [benefit.id, benefit]));
  return content.rules.benefits.filter((benefit) => !isSame(known.get(benefit.id), benefit));
}

/** For what a program could not take the place of a version, field by field. */
export function faultsOf(state: State, content: DraftContent): FieldError[] {
  const { tiers, removed, rules } = content;
  const known = new Map(state.program.rules.benefits.map((benefit) => [benefit.id, benefit]));
  const ofBenefits = changedBenefits(state, content).flatMap((benefit) =>
    readBenefit(benefit, known.get(benefit.id) ?? null).errors.map(({ path, message }) => ({
      path: `benefits.${benefit.id}.${path}`,
      message,
    })),
  );
  return [...ladderEditFaults(state.ladder, { tiers, removed }, rules), ...ofBenefits];
}
