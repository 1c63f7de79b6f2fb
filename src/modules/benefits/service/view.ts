import { benefitText } from "@/i18n/benefit-text";
import type { Locale } from "@/i18n/config";
import type { MemberRef } from "@/platform/auth";
import { startOfBusinessDate } from "@/platform/business-time";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import type { BenefitQuota, Program } from "../../program/schema/rules";
import { type Rung, rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import {
  belongsTo,
  type Holder,
  judge,
  judgeFor,
  type OfferedBenefit,
  offered,
  periodOf,
  unlockedBy,
} from "../rules";
import type { UseFacts } from "../schema/benefit-type";
import { holderOf, usedBy } from "./holder";
import { type HeldPass, passesOf } from "./passes";

/**
 * The benefits of a member, by their tier or by a pass, and whether each can be used; then those that a
 * higher tier would bring.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function availableBenefits(ask: Ask, ref: MemberRef) {
  const [member, { program, ladder }] = await Promise.all([
    requireMember(ask.db, ref),
    programAndLadderOf(ask),
  ]);
  const holder = holderOf(member, program, ladder, ask.now);
  const all = offered(program.rules.benefits);
  const passes = await passesOf(ask.db, member.id, ask.now);
  const own = all.filter((benefit) => isHeld(benefit, holder, passes));
  const used = await usedBy(ask.db, member.id, own, holder);
  const locked = all.filter((benefit) => benefit.enabled && !own.includes(benefit));
  const later = locked.flatMap((benefit) => {
    const rung = unlockedBy(benefit, holder);
    return rung ? [view(benefit, holder, { ask, program, used: 0, pass: undefined, rung })] : [];
  });
  const now = own.map((benefit) => {
    const counts = { used: used.get(benefit.id) ?? 0, pass: passes.get(benefit.id) };
    return view(benefit, holder, { ask, program, ...counts, rung: null });
  });
  return { items: [...now, ...later], nextCursor: null };
}

/** By the tier or by a pass. */
export function isHeld(
  benefit: OfferedBenefit,
  { rung }: Holder,
  passes: ReadonlyMap<string, HeldPass>,
): boolean {
  return belongsTo(benefit, rung) || passes.has(benefit.id);
}

interface Shown {
  ask: Ask;
  program: Program;
  used: number;
  pass: HeldPass | undefined;
  /** The tier that brings it, where it is not the member's own. */
  rung: Rung | null;
}

function view(benefit: OfferedBenefit, holder: Holder, shown: Shown) {
  const { ask, program, used, rung } = shown;
  const judgement = judgeFor(benefit, holder, null, shown);
  const { judged } = judgement;
  return {
    benefitId: benefit.id,
    type: benefit.type,
    name: textIn(benefit.name, ask.locale),
    summary: summaryOf(benefit, (rung ?? holder.rung).discountRateBps, ask.locale),
    ...judgementView(judgement, shown.pass),
    facts: judged.usable ? {} : judged.facts,
    quota: quotaView(benefit.quota, used, holder, program),
    validFrom: benefit.validFrom,
    validUntil: benefit.validUntil,
    unlockedBy: rung && { code: rung.code, name: rungName(rung, ask.locale) },
  };
}

function judgementView({ judged, by }: ReturnType<typeof judgeFor>, pass: HeldPass | undefined) {
  return {
    usable: judged.usable,
    by: judged.usable ? by : null,
    pass: pass ? { usesLeft: pass.usesLeft, validUntil: pass.validUntil } : null,
    reason: judged.usable ? null : judged.reason,
  };
}

function quotaView(
  quota: BenefitQuota | null,
  used: number,
  { today }: Holder,
  { timeZone }: Program,
) {
  if (quota === null) return null;
  const isLasting = quota.per === "order" || quota.per === "lifetime";
  const resetsAt = isLasting ? null : startOfBusinessDate(periodOf(quota.per, today).to, timeZone);
  return { ...quota, used, resetsAt };
}

/** What a benefit gives, in words. */
export function summaryOf(benefit: OfferedBenefit, tierRateBps: number, locale: Locale): string {
  const words = Object.entries(benefit.does.words(tierRateBps)).map(([name, word]) => {
    return [name, typeof word === "object" ? textIn(word, locale) : word];
  });
  return benefitText(locale, benefit.type, Object.fromEntries(words)).summary;
}

/** A benefit of the program as a tier would read of it; one that is gone is called by its id. */
export function benefitInWords(
  { rules }: Program,
  benefitId: string,
  { rateBps, locale }: { rateBps: number; locale: Locale },
): { name: string; summary: string } {
  const benefit = offered(rules.benefits).find(({ id }) => id === benefitId);
  if (!benefit) return { name: benefitId, summary: "" };
  return { name: textIn(benefit.name, locale), summary: summaryOf(benefit, rateBps, locale) };
}

export interface Counted {
  used: ReadonlyMap<string, number>;
  passes: ReadonlyMap<string, HeldPass>;
}

/** What each of the holder's benefits would do for an order. */
export function quoteBenefits(
  program: Program,
  holder: Holder,
  order: UseFacts["order"],
  { used, passes, locale }: Counted & { locale: Locale },
) {
  return offered(program.rules.benefits)
    .filter((benefit) => isHeld(benefit, holder, passes))
    .map((benefit) => {
      const pass = passes.get(benefit.id);
      const counts = { used: used.get(benefit.id) ?? 0, pass };
      const judgement = judgeFor(benefit, holder, order, counts);
      const { judged } = judgement;
      return {
        benefitId: benefit.id,
        type: benefit.type,
        name: textIn(benefit.name, locale),
        ...judgementView(judgement, pass),
        valueMinor: judged.usable ? judged.valueMinor : 0,
      };
    });
}

/** What the holder pays for an order by the rate of their tier: all of it where that cannot be used. */
export function tierPriceMinor(
  program: Program,
  holder: Holder,
  order: { amountMinor: number; shippingMinor: number },
  used: ReadonlyMap<string, number>,
): number {
  const price = offered(program.rules.benefits).find(({ does }) => does.isTierPrice);
  if (!price || !belongsTo(price, holder.rung)) return order.amountMinor;
  const judged = judge(price, holder, order, used.get(price.id) ?? 0);
  return order.amountMinor - (judged.usable ? judged.valueMinor : 0);
}
