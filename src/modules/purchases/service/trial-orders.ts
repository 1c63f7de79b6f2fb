import type { MemberRef } from "@/platform/auth";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { countedOf } from "../../orders/rules/currency";
import { rungOf } from "../../tiers/rules/ladder";
import { rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import { proposedBy, tierUnder } from "../../tiers/service/proposed";
import { pointsByLine } from "../rules/trial";
import type { TrialOrdersInput } from "../schema/trial";
import { membersThen, trialTime } from "./trial-facts";
import { type OrderUnder, ordersUnder, type Rules } from "./trial-member";

/** Of one member's orders, for a page that waits. */
const ORDERS_MAX = 1_000;

/**
 * What a member's orders of the last ninety days would have brought by other rules, and by those in force,
 * each as if it came again: the last ones one by one, and all of them in sum. Nothing is written by it.
 *
 * @throws DomainError MEMBER_NOT_FOUND, NOT_FOUND (no such version), VALIDATION_FAILED, INVALID_TIER_CHANGE
 */
export async function tryOrdersAgain(ask: Ask, ref: MemberRef, input: TrialOrdersInput) {
  const { versionId, ladder, rules, benefitsOf, limit } = input;
  const [member, proposed, inForce] = await Promise.all([
    requireMember(ask.db, ref),
    proposedBy(ask, { versionId, ladder, rules, benefitsOf }),
    programAndLadderOf(ask),
  ]);
  const time = await trialTime(ask.db, ask.now, inForce.program.timeZone);
  const span = { from: member.id, to: member.id + 1 };
  const about = { rules: [inForce, proposed], ordersMax: ORDERS_MAX };
  const [tierCode, { members, cut }] = await Promise.all([
    tierUnder(ask, member, proposed),
    membersThen(ask.db, span, time, about),
  ]);
  const facts = members[0]?.facts;
  const own = rungOf(inForce.ladder, member.tierCode);
  const by = (which: typeof proposed, code: string): OrderUnder[] => {
    const all: Rules = { ...which, tierCode: code, ran: time.ran, beyond: new Map() };
    return facts ? ordersUnder(all, facts) : [];
  };
  const [before, after] = [by(inForce, own.code), by(proposed, tierCode)];
  const items = before.flatMap((one, at) => {
    const other = after[at];
    return other ? [shown(one, other)] : [];
  });
  const rung = rungOf(proposed.ladder, tierCode);
  return {
    versionId: proposed.program.versionId,
    inForceVersionId: inForce.program.versionId,
    since: time.since,
    until: time.until,
    isPartial: cut > 0,
    orders: items.length,
    earned: items.reduce((sum, { earned }) => sum + earned, 0),
    inForce: { tier: { code: own.code, name: rungName(own, ask.locale) }, ...sumsOf(before) },
    proposed: { tier: { code: rung.code, name: rungName(rung, ask.locale) }, ...sumsOf(after) },
    items: items.toReversed().slice(0, limit),
  };
}

const sumsOf = (orders: readonly OrderUnder[]) => ({
  points: orders.reduce((sum, { points }) => sum + points, 0),
  discountMinor: orders.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
});

function shown(before: OrderUnder, after: OrderUnder) {
  const { order, rate } = before;
  const [inForce, proposed] = [pricesOf(before), pricesOf(after)];
  return {
    orderId: order.orderId,
    paidAt: order.paidAt,
    paidMinor: countedOf({ ...order, refundedMinor: 0, rate }).paidMinor,
    earned: order.pointsEarned,
    inForce: inForce.whole,
    proposed: proposed.whole,
    lines: order.lines.map(({ lineId, sku }, at) => ({
      ...{ lineId, sku },
      ...{ inForce: inForce.lines[at] ?? null, proposed: proposed.lines[at] ?? null },
    })),
  };
}

function pricesOf({ price, ...under }: OrderUnder) {
  const { points, addedPoints, boostPct, discountMinor, isCapped, refusal } = under;
  const earning = price?.earning ?? { lines: [] };
  const ofLines = pointsByLine(earning, points - addedPoints);
  return {
    whole: {
      ...{
        base: price?.base ?? 0,
        points,
        addedPoints,
        boostPct,
        discountMinor,
        isCapped,
        refusal,
      },
      multiplierPct: price?.facts.multiplierPct ?? 100,
    },
    lines: earning.lines.map(({ rule }, at) => ({
      points: ofLines[at] ?? 0,
      rule: rule?.label ?? null,
    })),
  };
}
