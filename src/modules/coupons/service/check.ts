import type { MemberRef } from "@/platform/auth";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { originalDiscount } from "../../points/rules/told-amount";
import { programOf } from "../../program/service";
import { maskedCode } from "../rules/code";
import { NO_OTHERS, stateOf } from "../rules/judge";
import type { CheckInput } from "../schema/coupons";
import { usesOf } from "../store/uses";
import { isEnabled, versionOf } from "./definitions";
import { lookUp, lookUpNamed } from "./find";
import { goodsOf, inProgram } from "./goods";
import { hasLapsed, judged, othersOn, standingOf } from "./standing";

/** Reads of a coupon by its code; nothing is set aside by them. */

/**
 * What a coupon would take off a cart of a member, or why nothing.
 *
 * Refusals in order: MEMBER_NOT_FOUND, VALIDATION_FAILED (the cart contradicts itself),
 * RATE_LIMIT_EXCEEDED (wrong codes), COUPON_NOT_FOUND (or another member's), CURRENCY_WITHOUT_RATE.
 */
export async function checkCoupon(ask: Ask, ref: MemberRef, input: CheckInput) {
  const member = await requireMember(ask.db, ref);
  const told = goodsOf(input);
  const coupon = await lookUpNamed(ask, input, member.id);
  const { orderId } = input;
  const { goods, amount } = inProgram(await programOf(ask), input, told);
  const couponId = coupon.id;
  const [version, standing, others] = await Promise.all([
    versionOf(ask.db, coupon.versionId),
    standingOf(ask.db, coupon, ask.now),
    orderId === undefined
      ? NO_OTHERS
      : othersOn(ask.db, { memberId: member.id, orderId, couponId }, ask.now),
  ]);
  const result = await judged(ask, { coupon, standing, member, goods, others, at: ask.now });
  return {
    couponId,
    name: textIn(version.name, ask.locale),
    usable: result.usable,
    reason: result.usable ? null : result.reason,
    facts: result.usable ? {} : result.facts,
    discountMinor: result.usable ? result.discountMinor : 0,
    ...originalDiscount(amount, result.usable ? result.discountMinor : 0),
    lines: result.usable ? result.lines : [],
    combinable: version.terms.combinable,
    usesLeft: standing.usesLeft,
    validUntil: coupon.validUntil,
  };
}

const USES_SHOWN = 50;

/**
 * A coupon as a service or the staff finds it, with its last uses. Switched off, it says so by being
 * of no use: its state is what it is of itself.
 *
 * Refusals in order: RATE_LIMIT_EXCEEDED (wrong codes), COUPON_NOT_FOUND.
 */
export async function findCoupon(ask: Ask, code: string) {
  const coupon = await lookUp(ask, code);
  const [version, standing, uses, enabled] = await Promise.all([
    versionOf(ask.db, coupon.versionId),
    standingOf(ask.db, coupon, ask.now),
    usesOf(ask.db, coupon.id, USES_SHOWN),
    isEnabled(ask.db, coupon.definitionId),
  ]);
  const { description } = version;
  return {
    couponId: coupon.id,
    definitionId: coupon.definitionId,
    name: textIn(version.name, ask.locale),
    description: description && textIn(description, ask.locale),
    terms: version.terms,
    enabled,
    code: maskedCode(coupon.codeEnd),
    source: coupon.source,
    issueId: coupon.issueId,
    memberId: coupon.memberId,
    state: stateOf(standing, ask.now),
    usesLeft: standing.usesLeft,
    validFrom: coupon.validFrom,
    validUntil: coupon.validUntil,
    issuedAt: coupon.issuedAt,
    uses: uses.map(({ id, memberId, orderId, discountMinor, createdAt, ...use }) => ({
      useId: id,
      memberId,
      orderId,
      status: hasLapsed(use, ask.now) ? ("EXPIRED" as const) : use.status,
      discountMinor,
      createdAt,
    })),
  };
}
