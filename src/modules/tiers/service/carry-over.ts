import { plusMonths } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import { programOf } from "../../program/service";
import { rungOf } from "../rules/ladder";
import { changeTier } from "./change";
import { ladderOf, qualifyingSpend } from "./ladder";

/**
 * A tier that somebody had in the system before. It only lifts: whoever has more here keeps it. Until
 * `keepUntil` (without one, as long as a tier is protected) nothing automatic goes below it, as of a tier
 * that was set by hand; from then on the spend decides.
 *
 * @throws DomainError TIER_NOT_FOUND, INVALID_TIER_CHANGE (keepUntil is past)
 */
export async function carryOverTier(
  work: Work,
  member: Member,
  { tierCode, keepUntil }: { tierCode: string; keepUntil: Date | null },
): Promise<void> {
  const [program, ladder] = await Promise.all([programOf(work), ladderOf(work)]);
  const to = ladder.find(({ code }) => code === tierCode);
  if (!to) throw new DomainError("TIER_NOT_FOUND", { tierCode });
  if (keepUntil !== null && keepUntil <= work.now) {
    throw new DomainError("INVALID_TIER_CHANGE", { keepUntil });
  }
  const current = rungOf(ladder, member.tierCode);
  if (to.rank < current.rank || to.thresholdMinor === 0) return;
  const { protectionMonths } = program.rules.tiers;
  const until = keepUntil ?? plusMonths(work.now, protectionMonths, program.timeZone);
  if (to.rank > current.rank) {
    const qualifyingMinor = await qualifyingSpend(work.tx, program, member, work.now);
    await changeTier(work, member, program, { to, cause: "IMPORTED", qualifyingMinor });
    member.tierProtectedUntil = until;
  }
  member.tierProtectedUntil = later(member.tierProtectedUntil, until);
  member.tierKeepUntil = later(
    member.tierFloorCode === to.code ? member.tierKeepUntil : null,
    until,
  );
  member.tierFloorCode = to.code;
}

const later = (one: Date | null, other: Date) => (one !== null && one > other ? one : other);
