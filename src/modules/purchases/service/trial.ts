import type { MemberRef } from "@/platform/auth";
import { asDomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { type Member, requireMember } from "../../members/service/members";
import { lineAmountMinor } from "../../orders/schema/check";
import { activeProgram } from "../../program/service";
import type { Proposed } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import { proposedBy, tierUnder, under } from "../../tiers/service/proposed";
import { pointsByLine } from "../rules/trial";
import type { TrialInput } from "../schema/trial";
import { type QuoteRequest, quoteFor } from "./quote";

/** What an order would cost and bring a member by rules that are not in force, beside those that are. */

/** What nobody could know beforehand is told of one side, and the other stands. */
type Side = Awaited<ReturnType<typeof sideOf>>;

/**
 * An order that is not there, for a member, by the rules in force and by others. Nothing is written by it:
 * not even what fell due is settled, so their points are those of their last act. Wrong codes alone are
 * counted, once for both.
 *
 * @throws DomainError MEMBER_NOT_FOUND, NOT_FOUND (no such version), VALIDATION_FAILED, INVALID_TIER_CHANGE
 * (as the edit itself), RATE_LIMIT_EXCEEDED after too many wrong codes
 */
export async function tryOrder(ask: Ask, ref: MemberRef, input: TrialInput) {
  const { versionId, ladder, rules, benefitsOf, ...request } = input;
  const [member, proposed, inForce] = await Promise.all([
    requireMember(ask.db, ref),
    proposedBy(ask, { versionId, ladder, rules, benefitsOf }),
    programAndLadderOf(ask),
  ]);
  const tierCode = await tierUnder(ask, member, proposed);
  const before = await sideOf(ask, member, inForce, request);
  const wrong = wrongCodes(before);
  const known = request.coupons?.filter((code) => !wrong.includes(code));
  const after = await sideOf(ask, { ...member, tierCode }, proposed, {
    ...request,
    ...(known && { coupons: known }),
  });
  return {
    versionId: proposed.program.versionId,
    inForceVersionId: (await activeProgram(ask.db)).versionId,
    wrongCodes: wrong,
    inForce: before,
    proposed: after,
    lines: linesOf(request, before, after),
  };
}

async function sideOf(ask: Ask, member: Member, rules: Proposed, request: QuoteRequest) {
  const { redeem } = rules.program.rules;
  const terms = { pointsPerYuanOff: redeem.pointsPerYuanOff };
  try {
    const { earning, ...figures } = await quoteFor(under(ask, rules), member, request);
    return { ...terms, refusal: null, figures, earning };
  } catch (error) {
    const refusal = asDomainError(error);
    if (refusal?.domainCode !== "CURRENCY_WITHOUT_RATE") throw error;
    return { ...terms, refusal: refusal.domainCode, figures: null, earning: null };
  }
}

/** Codes that nobody has: they would be counted again on the other side. */
const wrongCodes = ({ figures }: Side): string[] =>
  (figures?.best?.unused ?? []).flatMap(({ reason, code }) =>
    reason === "COUPON_NOT_FOUND" && code !== null ? [code] : [],
  );

/** Line by line what is to pay and how the points lie, by both. */
function linesOf({ lines = [] }: QuoteRequest, before: Side, after: Side) {
  const [inForce, proposed] = [byLine(before), byLine(after)];
  return lines.map((line, at) => ({
    lineId: line.lineId,
    sku: line.sku,
    quantity: line.quantity,
    amountMinor: lineAmountMinor(line),
    inForce: inForce(at),
    proposed: proposed(at),
  }));
}

function byLine({ figures, earning }: Side) {
  const points = figures && earning ? pointsByLine(earning, pointsOf(figures)) : [];
  return (at: number) => {
    const line = figures?.best?.lines[at];
    if (!earning || !line) return null;
    const { discountMinor, toPayMinor } = line;
    const rule = earning.lines[at]?.rule?.label ?? null;
    return { discountMinor, toPayMinor, points: points[at] ?? 0, rule };
  };
}

/** By the best way to pay, where there is one. */
const pointsOf = (figures: NonNullable<Side["figures"]>) =>
  figures.best?.pointsToEarn ?? figures.pointsToEarn;
