import { z } from "zod";
import { benefitText } from "@/i18n/benefit-text";
import { DomainError, type FieldError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import type { BenefitDefinition, Program } from "../../program/schema/rules";
import { hadBenefit } from "../../program/service";
import type { Rung } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import { type Edited, publishBenefits } from "../../tiers/service/publish";
import { belongsTo, boundFaults, loosened, offered } from "../rules";
import type { SaveInput, SetTiersInput } from "../schema/benefits";
import { benefitTypes } from "../types/registry";
import { summaryOf } from "./view";

/** Every benefit with the tiers that have it, and every type with the parameters it takes. */
export async function listDefinitions(ask: Ask) {
  const { program, ladder } = await programAndLadderOf(ask);
  const items = offered(program.rules.benefits).map(({ does, ...definition }) => {
    const benefit = { ...definition, does };
    const tiers = ladder.filter((rung) => belongsTo(benefit, rung));
    const rate = tiers[0]?.discountRateBps ?? 10_000;
    return {
      ...definition,
      tiers: tiers.map(({ code }) => code),
      isTierPrice: does.isTierPrice ?? false,
      summary: summaryOf(benefit, rate, ask.locale),
    };
  });
  const types = Object.entries(benefitTypes).map(([type, { params }]) => ({
    type,
    name: benefitText(ask.locale, type, {}).name,
    params: z.toJSONSchema(params, { io: "input" }) as Record<string, unknown>,
  }));
  return { versionId: program.versionId, items, types };
}

const withId = (benefitId: string) => (definition: BenefitDefinition) =>
  definition.id === benefitId;

/**
 * Adds a benefit or replaces the one with its id, from the next use on. By which more is given than one
 * person decides on, off a price and in points or by each use of a pass, waits for a second one.
 *
 * Refusals in order: VERSION_CONFLICT, VALIDATION_FAILED (field by field).
 *
 * @param approved a second person has agreed
 */
export function saveBenefit(work: Work, input: SaveInput, approved = false) {
  return publishBenefits(work, input, { subject: "benefit", approved }, async ({ program }) => {
    const { rules, before, after } = definedWith(program, input.benefit);
    const looser = await looserUse(work, before, after);
    return { action: "benefits.save", rules, before, after, looser };
  });
}

/** The rules with a benefit added, or in the place of the one with its id. @throws DomainError VALIDATION_FAILED */
export function definedWith(program: Program, told: BenefitDefinition) {
  const { benefits } = program.rules;
  const before = benefits.find(withId(told.id)) ?? null;
  const after = checked(told, before);
  const isFull = before === null && benefits.length >= BENEFITS_MAX;
  if (isFull) refuse([{ path: "benefit", message: `≤ ${BENEFITS_MAX}` }]);
  const others = benefits.map((known) => (known === before ? after : known));
  const all = before === null ? [...benefits, after] : others;
  return { rules: withBenefits(program, all), before, after };
}

/**
 * What is new may give whatever it gives: nobody sells passes of it yet. What was there before and is made
 * anew may be sold already.
 */
async function looserUse(
  work: Work,
  before: BenefitDefinition | null,
  after: BenefitDefinition,
): Promise<ApprovalChange[]> {
  const does = (one: BenefitDefinition | null) => (one && offered([one])[0]?.does) ?? null;
  const is = does(after);
  if (!is || (before === null && !(await hadBenefit(work.tx, after.id)))) return [];
  return loosened(does(before), is);
}

const BENEFITS_MAX = 60;

function withBenefits({ rules }: Program, benefits: BenefitDefinition[]) {
  return { ...rules, benefits };
}

function refuse(errors: readonly FieldError[]): never {
  throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/** The benefit with its parameters as its type reads them. @throws DomainError VALIDATION_FAILED */
function checked(benefit: BenefitDefinition, before: BenefitDefinition | null): BenefitDefinition {
  const read = readBenefit(benefit, before);
  if (read.errors.length === 0) return read.benefit;
  return refuse(read.errors.map(({ path, message }) => ({ path: `benefit.${path}`, message })));
}

/** The benefit with its parameters as its type reads them, and what is wrong with it field by field. */
export function readBenefit(benefit: BenefitDefinition, before: BenefitDefinition | null) {
  const known = Object.keys(benefitTypes).join(", ");
  const type = benefitTypes[benefit.type];
  if (!type) return { benefit, errors: [{ path: "type", message: known }] };
  // What was used keeps meaning what it meant.
  const isOther = before !== null && before.type !== benefit.type;
  if (isOther) return { benefit, errors: [{ path: "type", message: `= ${before.type}` }] };
  const { validFrom, validUntil } = benefit;
  // As moments: their texts may have offsets.
  const isEmpty =
    validFrom !== null && validUntil !== null && new Date(validUntil) <= new Date(validFrom);
  const params = type.params.safeParse(benefit.params);
  const errors = (params.error?.issues ?? []).map(({ path, message }) => ({
    path: ["params", ...path].join("."),
    message,
  }));
  if (params.success) errors.push(...boundFaults(type.of(params.data), benefit.quota));
  if (isEmpty) errors.push({ path: "validUntil", message: `> ${validFrom}` });
  if (!params.success) return { benefit, errors };
  return { benefit: { ...benefit, params: params.data as Record<string, unknown> }, errors };
}

/** By what benefits give more by each use than they did, and more than one person decides on. */
export async function looserUses(
  work: Work,
  before: readonly BenefitDefinition[],
  after: readonly BenefitDefinition[],
): Promise<ApprovalChange[]> {
  const changes: ApprovalChange[] = [];
  for (const benefit of after) {
    const was = before.find(withId(benefit.id)) ?? null;
    changes.push(...(await looserUse(work, was, benefit)));
  }
  return changes;
}

/** @throws DomainError BENEFIT_NOT_FOUND */
function existing({ rules }: Program, benefitId: string): BenefitDefinition {
  const found = rules.benefits.find(withId(benefitId));
  if (!found) throw new DomainError("BENEFIT_NOT_FOUND", { benefitId });
  return found;
}

/** The ladder where just some tiers have a benefit. */
function withBenefit(
  ladder: readonly Rung[],
  benefitId: string,
  has: (rung: Rung) => boolean,
): Rung[] {
  return ladder.map((rung) => {
    const others = rung.benefits.filter((id) => id !== benefitId);
    return { ...rung, benefits: has(rung) ? [...others, benefitId] : others };
  });
}

export type RemoveInput = Edited & { benefitId: string };

/**
 * Takes a benefit out of the program; what was used of it stays on record. It waits where the policy of
 * approvals says that every edit does.
 *
 * Refusals in order: VERSION_CONFLICT, BENEFIT_NOT_FOUND.
 *
 * @param approved a second person has agreed
 */
export function removeBenefit(work: Work, input: RemoveInput, approved = false) {
  const { benefitId } = input;
  const about = { subject: "benefitRemoved" as const, approved };
  return publishBenefits(work, input, about, ({ program, ladder }) => {
    const before = existing(program, benefitId);
    const rest = program.rules.benefits.filter((definition) => definition !== before);
    const rules = withBenefits(program, rest);
    const without = withBenefit(ladder, benefitId, () => false);
    return { action: "benefits.remove", rules, ladder: without, before, after: null };
  });
}

/**
 * Says which tiers have which benefits, all of them in one version; or waits, as saveBenefit does.
 *
 * Refusals in order: VERSION_CONFLICT, then benefit by benefit BENEFIT_NOT_FOUND, VALIDATION_FAILED (it
 * comes with the tiers' own rate), TIER_NOT_FOUND.
 */
export function setTiers(work: Work, input: SetTiersInput, approved = false) {
  const { benefits } = input;
  return publishBenefits(
    work,
    input,
    { subject: "benefitTiers", approved },
    ({ program, ladder }) => {
      let after: Rung[] = [...ladder];
      for (const [at, { benefitId, tiers }] of benefits.entries()) {
        requireGivable(program, benefitId, `benefits.${at}.benefitId`);
        const stranger = tiers.find((code) => ladder.every((rung) => rung.code !== code));
        if (stranger !== undefined) throw new DomainError("TIER_NOT_FOUND", { tierCode: stranger });
        after = withBenefit(after, benefitId, ({ code }) => tiers.includes(code));
      }
      const having = (rungs: readonly Rung[]) =>
        Object.fromEntries(
          benefits.map(({ benefitId }) => [
            benefitId,
            rungs.filter((rung) => rung.benefits.includes(benefitId)).map(({ code }) => code),
          ]),
        );
      const [before, now] = [having(ladder), having(after)];
      return { action: "benefits.setTiers", ladder: after, before, after: now };
    },
  );
}

/** @throws DomainError BENEFIT_NOT_FOUND, VALIDATION_FAILED where it comes with the tiers' own rate */
function requireGivable(program: Program, benefitId: string, path: string): void {
  const benefit = existing(program, benefitId);
  const isTierPrice = offered([benefit])[0]?.does.isTierPrice ?? false;
  if (isTierPrice) refuse([{ path, message: "discountRateBps" }]);
}
