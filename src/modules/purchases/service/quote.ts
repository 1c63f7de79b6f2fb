import type { MemberRef } from "@/platform/auth";
import type { Ask } from "@/platform/trpc";
import { type PreviewFacts, previewMultiplier } from "../../activities/service/multiply";
import { bestMultiplier } from "../../benefits/service/boost";
import { holderOf, usedBy } from "../../benefits/service/holder";
import { passesOf } from "../../benefits/service/passes";
import { quoteBenefits, tierPriceMinor } from "../../benefits/service/view";
import { requireStanding, standingOf } from "../../orders/service/standing";
import { purchasePoints } from "../../points/rules/earn";
import { maxPointsFor, worthMinor } from "../../points/rules/order-figures";
import { settledMember } from "../../points/service/view";
import type { Program } from "../../program/schema";
import { nextRung, rungOf } from "../../tiers/rules/ladder";
import { type Rung, rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";

export interface QuoteRequest {
  orderAmountMinor: number;
  shippingMinor: number;
  /** Refused where it takes nothing any more. */
  orderId?: string | undefined;
}

type Holder = ReturnType<typeof holderOf>;

interface Terms {
  program: Program;
  order: { amountMinor: number; shippingMinor: number };
  used: ReadonlyMap<string, number>;
  /** With the activities that run now. */
  multiplied: (facts: PreviewFacts) => number;
}

/**
 * What an order would cost and bring a member now, and at the next tier: the tier's price, what each
 * benefit is worth, the most points that may pay for it, and the points it earns when all of the
 * tier's price is paid in money. Nothing is set aside by it.
 *
 * @throws DomainError MEMBER_NOT_FOUND, DUPLICATE_REFERENCE for an order that takes nothing any more,
 * VALIDATION_FAILED beyond what one order may earn
 */
export async function quote(ask: Ask, ref: MemberRef, request: QuoteRequest) {
  const [member, { program, ladder }] = await Promise.all([
    settledMember(ask, ref),
    programAndLadderOf(ask),
  ]);
  if (request.orderId !== undefined) {
    const { orderId, orderAmountMinor } = request;
    const act = { orderId, memberId: member.id, orderAmountMinor };
    requireStanding(await standingOf(ask.db, orderId), act);
  }
  const holder = holderOf(member, program, ladder, ask.now);
  const [used, passes, multiplied] = await Promise.all([
    usedBy(ask.db, member.id, program.rules.benefits, holder),
    passesOf(ask.db, member.id, ask.now),
    previewMultiplier(ask, member, ask.now),
  ]);
  const order = { amountMinor: request.orderAmountMinor, shippingMinor: request.shippingMinor };
  const terms = { program, order, used, multiplied };
  const here = priceAt(terms, holder);
  const { redeem } = program.rules;
  const isSpendable = member.status === "ACTIVE";
  const capPoints = isSpendable ? maxPointsFor(here.tierPriceMinor, redeem) : 0;
  const maxPoints = Math.min(member.available, capPoints);
  const above = nextRung(ladder, member.tierCode);
  const there = above && priceAt(terms, holderOf(member, program, ladder, ask.now, above));
  return {
    tier: named(rungOf(ladder, member.tierCode), ask),
    ...here,
    benefits: quoteBenefits(program, holder, order, { used, passes, locale: ask.locale }),
    maxPoints,
    maxPointsDiscountMinor: worthMinor(maxPoints, redeem.pointsPerYuanOff),
    nextTier: above && there ? { ...named(above, ask), ...there } : null,
  };
}

function named(rung: Rung, { locale }: Ask) {
  return { code: rung.code, name: rungName(rung, locale) };
}

/** Price and points as one tier gives them. */
function priceAt({ program, order, used, multiplied }: Terms, holder: Holder) {
  const paidAmountMinor = tierPriceMinor(program, holder, order, used);
  const { rank, multiplierPct } = holder.rung;
  const { pointsPerYuan } = program.rules.earn;
  const facts = { paidAmountMinor, pointsPerYuan, multiplierPct };
  const pointsAt = (boostPct: number) => purchasePoints({ ...facts, boostPct }).points;
  const otherPct = bestMultiplier(program, holder, used)?.multiplierPct ?? 100;
  const boostPct = multiplied({ rank, otherPct, pointsAt });
  return { tierPriceMinor: paidAmountMinor, pointsToEarn: pointsAt(boostPct) };
}
