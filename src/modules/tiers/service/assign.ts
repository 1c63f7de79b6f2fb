import type { MemberRef } from "@/platform/auth";
import { plusMonths } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { takeGrant } from "../../access/service/grants";
import { requireNotClosed } from "../../members/rules";
import { lockMember, type Member } from "../../members/service/members";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { rungOf, tierFor } from "../rules/ladder";
import type { Ladder, Rung } from "../schema";
import { changeTier } from "./change";
import { ladderOf, qualifyingSpend } from "./ladder";

export interface Assignment {
  tierCode: string;
  reason: string;
  keepUntil: Date | null;
}

/**
 * Sets a tier by hand. It is a floor until `keepUntil` (without one, as long as a tier is protected, and
 * only where it is above what the spend reaches): nothing automatic goes below it, and upgrades continue.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), TIER_NOT_FOUND,
 * INVALID_TIER_CHANGE (keepUntil is past), LIMIT_REACHED (one person lifts only so many a day).
 */
export async function assignTier(work: Work, ref: MemberRef, assignment: Assignment) {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const program = await programOf(work);
  const ladder = await ladderOf(work);
  const to = ladder.find((rung) => rung.code === assignment.tierCode);
  if (!to) throw new DomainError("TIER_NOT_FOUND", { tierCode: assignment.tierCode });
  const { keepUntil, reason } = assignment;
  if (keepUntil !== null && keepUntil <= work.now) {
    throw new DomainError("INVALID_TIER_CHANGE", { keepUntil });
  }
  const from = rungOf(ladder, member.tierCode).code;
  const before = { tierCode: from, keepUntil: member.tierKeepUntil };
  const qualifyingMinor = await qualifyingSpend(work.tx, program, member, work.now);
  const stands = standingProtection(member, from === to.code);
  const protectedUntil = plusMonths(
    work.now,
    program.rules.tiers.protectionMonths,
    program.timeZone,
  );
  const keptUntil = keepUntil ?? protectedUntil;
  const reached = tierFor(ladder, qualifyingMinor).rank;
  const own = to.rank <= reached ? protectedUntil : null;
  const isLonger = keptUntil > laterOf(own, heldUntil(member, ladder, to)) && to.thresholdMinor > 0;
  const isAbove = to.rank > Math.max(rungOf(ladder, from).rank, reached);
  if (isAbove || isLonger) await requireLift(work, program);
  const changeId = await changeTier(work, member, program, {
    to,
    cause: "MANUAL",
    qualifyingMinor,
    reason,
  });
  // Its date is the date it is kept to, not one of its own beside it.
  if (keepUntil !== null && to.thresholdMinor > 0) {
    member.tierProtectedUntil = stands !== null && stands > keepUntil ? stands : keepUntil;
  }
  // What the spend reaches stands by itself: a refund takes it, and no floor that nobody asked for.
  const isOwn = keepUntil === null && to.rank <= reached;
  member.tierFloorCode = isOwn ? null : to.code;
  member.tierKeepUntil = isOwn ? null : keptUntil;
  const after = { tierCode: to.code, keepUntil: member.tierKeepUntil };
  work.audit({ action: "tiers.assign", memberId: member.id, reason, before, after });
  return { from, to: to.code, changeId };
}

const laterOf = (...moments: (Date | null)[]) =>
  new Date(Math.max(0, ...moments.map((moment) => moment?.getTime() ?? 0)));

/** Until when a member has a tier, or one above it, as things stand. */
function heldUntil(member: Member, ladder: Ladder, { rank }: Rung): Date {
  const isAtLeast = (code: string | null) => code !== null && rungOf(ladder, code).rank >= rank;
  return laterOf(
    isAtLeast(member.tierCode) ? member.tierProtectedUntil : null,
    isAtLeast(member.tierFloorCode) ? member.tierKeepUntil : null,
  );
}

/** The protection that the same tier has by its own: a date set by hand is no ceiling to it. */
function standingProtection(member: Member, isSame: boolean): Date | null {
  const { tierProtectedUntil: until, tierKeepUntil } = member;
  return isSame && until?.getTime() !== tierKeepUntil?.getTime() ? until : null;
}

/**
 * A tier above what the spend reaches is given by somebody, and so is a date beyond what protects it by
 * itself: it counts on their day.
 *
 * @throws DomainError LIMIT_REACHED with the limit and when it starts anew
 */
async function requireLift(work: Work, { rules, timeZone }: Program): Promise<void> {
  const day = { limit: rules.limits.tierLiftsPerDay, timeZone };
  const { granted, limit, used, resetsAt } = await takeGrant(
    work,
    { kind: "lifts", amount: 1 },
    day,
  );
  if (granted) return;
  throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}
