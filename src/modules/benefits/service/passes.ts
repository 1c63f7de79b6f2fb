import type { Reader } from "@/platform/db";
import type { Work } from "@/platform/work";
import type { BenefitDefinition, Program } from "../../program/schema/rules";
import type { Rung } from "../../tiers/schema";
import { belongsTo, canBePassed, isBounded, offered, type Pass } from "../rules";
import * as store from "../store";

/**
 * Passes: rights to a benefit that no tier gives, for some uses until a moment. How many uses are left
 * is not kept but follows from the usages, so whatever ends a usage gives its use back.
 */

export { passesOfRedemptions } from "../store";

/** Hands a member a pass; there is one for each redemption. */
export function grantPass(work: Work, memberId: number, pass: store.NewPass): void {
  store.insertPass(work.tx, memberId, pass, work.now);
}

export interface HeldPass extends Pass {
  /** Of the pass that is used next: the one that ends first. */
  id: number;
}

/** What a member holds of each benefit: all uses left, and the pass that is used next. */
export async function passesOf(
  db: Reader,
  memberId: number,
  now: Date,
): Promise<Map<string, HeldPass>> {
  const held = new Map<string, HeldPass>();
  for (const { id, benefitId, usesLeft, validUntil } of await store.livingPasses(
    db,
    memberId,
    now,
  )) {
    const first = held.get(benefitId);
    if (first) first.usesLeft += usesLeft;
    else held.set(benefitId, { id, usesLeft, validUntil });
  }
  return held;
}

/** Whether the shop can sell passes of a benefit. */
export function isPassable(definition: BenefitDefinition): boolean {
  return offered([definition]).some(canBePassed);
}

/** Whether each use of a pass is of some worth at most: shipping up to ¥20, not all of it. */
export function isBoundedPass(definition: BenefitDefinition): boolean {
  return offered([definition]).every(({ does }) => isBounded(does));
}

/** Whether a pass bought now could be used at all: nobody pays for a benefit that is off, over or gone. */
export function isWorthPassing({ rules }: Program, benefitId: string, now: Date): boolean {
  const benefit = offered(rules.benefits).find(({ id }) => id === benefitId);
  if (!benefit?.enabled || !canBePassed(benefit)) return false;
  return benefit.validUntil === null || now < new Date(benefit.validUntil);
}

/** Benefits of which a pass would bring somebody of a tier something. */
export function benefitsWorthPassing(program: Program, rung: Rung, now: Date): string[] {
  return program.rules.benefits
    .map(({ id }) => id)
    .filter((id) => isWorthPassing(program, id, now) && !isUnlimited(program, id, rung));
}

/** Whether a tier gives a benefit as often as anybody likes: a pass of it would never be used. */
export function isUnlimited({ rules }: Program, benefitId: string, rung: Rung): boolean {
  const benefit = offered(rules.benefits).find(({ id }) => id === benefitId);
  if (!benefit || !belongsTo(benefit, rung)) return false;
  // An order has one use at most anyway.
  return benefit.quota === null || benefit.quota.per === "order";
}
