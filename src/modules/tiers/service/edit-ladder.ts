import { DomainError, type FieldError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { FIRST_TIER } from "../../members/service/members";
import type { ProgramRules } from "../../program/schema/rules";
import { ladderFaults } from "../rules/ladder";
import type { Ladder, LadderEdit, PublishTiersInput, Rung } from "../schema";
import * as store from "../store/tiers";

/**
 * The ladder that an edit makes of another.
 *
 * @throws DomainError VALIDATION_FAILED, INVALID_TIER_CHANGE
 */
export async function ladderAfter(
  work: Work,
  { ladder, rules }: { ladder: Ladder; rules: ProgramRules },
  edit: LadderEdit,
): Promise<Ladder> {
  const rungs = edited(ladder, edit.tiers);
  requireSound(rungs, edit, new Set(rules.benefits.map(({ id }) => id)));
  const [first, ...above] = await withRemoved(work, ladder, rungs, edit);
  invariant(first, "a ladder has a first tier");
  return [first, ...above];
}

function edited(before: Ladder, tiers: PublishTiersInput["tiers"]): Rung[] {
  return tiers.map((tier, at) => {
    const same = before.find(({ code }) => code === tier.code);
    return {
      ...tier,
      rank: at + 1,
      benefits: [...new Set(tier.benefits ?? same?.benefits ?? [])],
      // A code that comes back is a tier of its own again.
      replaces: (same?.replaces ?? []).filter((code) => tiers.every((rung) => rung.code !== code)),
    };
  });
}

/** A tier pays a tenth of the price at least. */
const RATE_BPS_MIN = 1000;

/** @throws DomainError VALIDATION_FAILED with each field */
function requireSound(ladder: Rung[], input: LadderEdit, benefits: Set<string>): void {
  const errors = faultsOfRungs(ladder, input, benefits);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/** What is wrong with a ladder that an edit makes of another, field by field. */
export function ladderEditFaults(before: Ladder, edit: LadderEdit, rules: ProgramRules) {
  const benefits = new Set(rules.benefits.map(({ id }) => id));
  return faultsOfRungs(edited(before, edit.tiers), edit, benefits);
}

function faultsOfRungs(ladder: Rung[], input: LadderEdit, benefits: Set<string>): FieldError[] {
  const errors = ladderFaults(ladder).map(({ path, fault }) => ({
    path: `tiers.${path}`,
    message: fault,
  }));
  const first = ladder[0]?.code;
  if (first !== FIRST_TIER) errors.push({ path: "tiers.0.code", message: `= ${FIRST_TIER}` });
  for (const [at, rung] of ladder.entries()) {
    if (rung.discountRateBps < RATE_BPS_MIN) {
      errors.push({ path: `tiers.${at}.discountRateBps`, message: `≥ ${RATE_BPS_MIN}` });
    }
    const strange = rung.benefits.filter((id) => !benefits.has(id));
    for (const id of strange) errors.push({ path: `tiers.${at}.benefits`, message: `≠ ${id}` });
  }
  for (const [at, { code, moveTo }] of input.removed.entries()) {
    const isThere = (tierCode: string) => ladder.some((rung) => rung.code === tierCode);
    if (isThere(code)) errors.push({ path: `removed.${at}.code`, message: `≠ ${code}` });
    if (!isThere(moveTo)) errors.push({ path: `removed.${at}.moveTo`, message: `≠ ${moveTo}` });
  }
  return errors;
}

/**
 * The new ladder with what each rung replaces. An empty tier goes to the rung below it: somebody may
 * reach it by the old rules at this very moment.
 *
 * @throws DomainError INVALID_TIER_CHANGE
 */
async function withRemoved(
  work: Work,
  before: Ladder,
  after: readonly Rung[],
  { removed }: LadderEdit,
): Promise<Rung[]> {
  const replaced = new Map<string, string[]>();
  let below = FIRST_TIER;
  for (const rung of before) {
    if (after.some(({ code }) => code === rung.code)) {
      below = rung.code;
      continue;
    }
    const codes = [rung.code, ...rung.replaces];
    const named = removed.find(({ code }) => code === rung.code)?.moveTo;
    if (named === undefined && (await store.anyMemberIn(work.tx, codes))) {
      throw new DomainError("INVALID_TIER_CHANGE", { tierCode: rung.code, reason: "HAS_MEMBERS" });
    }
    const target = named ?? below;
    replaced.set(target, [...(replaced.get(target) ?? []), ...codes]);
  }
  return after.map((rung) => {
    const codes = new Set([...rung.replaces, ...(replaced.get(rung.code) ?? [])]);
    const free = [...codes].filter((code) => after.every((other) => other.code !== code));
    return { ...rung, replaces: free };
  });
}
