import type { MemberRef } from "@/platform/auth";
import type { Ask } from "@/platform/trpc";
import { usableOf } from "../../coupons/service/wallet";
import { broughtBy } from "../../earning/service/invite";
import { unreadOf } from "../../inbox/service";
import { settledMember } from "../../points/service/view";
import { programOf } from "../../program/service";
import { parcelsOf } from "../../rewards/service/view";
import { nextRung, rungOf } from "../../tiers/rules/ladder";
import { rungName } from "../../tiers/schema";
import { ladderOf, qualifyingSpend } from "../../tiers/service/ladder";

/**
 * Where a member stands, for the page from which everything of theirs is reached: sums alone, each by an
 * index, asked at once.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function hubOf(ask: Ask, ref: MemberRef) {
  const [member, program, ladder] = await Promise.all([
    settledMember(ask, ref),
    programOf(ask),
    ladderOf(ask),
  ]);
  const { db, now, locale } = ask;
  const rung = rungOf(ladder, member.tierCode);
  const next = nextRung(ladder, rung.code);
  const [spentMinor, coupons, parcels, { unread }, brought] = await Promise.all([
    next ? qualifyingSpend(db, program, member, now) : 0,
    usableOf(db, member.id, now),
    parcelsOf(db, member.id),
    unreadOf(db, member.id),
    broughtBy(db, member.id),
  ]);
  const { nickname, memberCode, status, available } = member;
  return {
    ...{ nickname, memberCode, status, available, coupons, parcels, unread },
    tier: { code: rung.code, name: rungName(rung, locale) },
    nextTier: next
      ? {
          name: rungName(next, locale),
          remainingMinor: Math.max(0, next.thresholdMinor - spentMinor),
        }
      : null,
    invitations: { enabled: program.rules.earn.referralEnabled, ...brought },
  };
}
