import { createHash } from "node:crypto";
import type { Locale } from "@/i18n/config";
import { maskedPhone } from "@/platform/phone";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import { accountMoveOf } from "../../access/service/merge";
import { countParts, faultsOfActivities } from "../../activities/service/merge";
import { countOfBenefits, faultsOfBenefits } from "../../benefits/service/merge";
import { faultsOfCorrections } from "../../corrections/service/merge";
import { countOfCoupons, faultsOfCoupons } from "../../coupons/service/merge";
import { countInvited, faultsOfEarning } from "../../earning/service/merge";
import type { MergeFault } from "../../members/schema";
import type { Member } from "../../members/service/members";
import {
  countOfMember,
  faultsOfMembers,
  fieldsTaken,
  type Pair,
} from "../../members/service/merge";
import { countOrders } from "../../orders/service/book";
import { ACCOUNT_NAMES, type Accounts } from "../../points/schema/ledger";
import { countPoints, faultsOfHolds, transferOf } from "../../points/service/merge";
import { settledMember } from "../../points/service/view";
import { countRedemptions, faultsOfRewards } from "../../rewards/service/merge";
import { rungOf } from "../../tiers/rules/ladder";
import { type Ladder, rungName } from "../../tiers/schema";
import { tierAfterMerge } from "../../tiers/service/merge";
import type { MergePreview } from "../schema";

/** A request or an act, and the moment and the language of whoever reads it. */
type Reading = View & Pick<Ask, "now" | "locale">;

/** GET /members/{memberId}/merge: what merging somebody into the member would do. @throws DomainError MEMBER_NOT_FOUND */
export async function previewMerge(
  ask: Ask,
  { memberId, fromMemberId }: { memberId: number; fromMemberId: number },
): Promise<MergePreview> {
  const into = await settledMember(ask, { memberId });
  const from = await settledMember(ask, { memberId: fromMemberId });
  return (await foresee(ask, { from, into })).preview;
}

/**
 * Everything that merging two settled members will do, and why it may not. Read before and under the locks:
 * its version is the same as long as nothing of it has changed.
 */
export async function foresee(view: Reading, pair: Pair) {
  const { db, locale } = view;
  const { from, into } = pair;
  const ids = { fromId: from.id, intoId: into.id };
  // A part after the other: all at once they would take every connection of a process.
  const tierPlan = await tierAfterMerge(view, pair);
  const account = await accountMoveOf(db, ids);
  const moves = await movesOf(view, from.id);
  const refusals = await faultsOf(view, pair);
  const { ladder, tier, qualifyingMinor } = tierPlan;
  const moved = transferOf(from, into);
  const isSame = from.id === into.id;
  const facts = {
    from: sideOf(from, ladder, locale),
    into: sideOf(into, ladder, locale),
    after: {
      points: isSame ? accountsOf(into) : sumOf(into, moved.in),
      debtPaid: isSame ? 0 : moved.paid,
      tier: { code: tier.rung.code, name: rungName(tier.rung, locale) },
      qualifyingMinor,
      lifetimeMinor: from.spendMinor + into.spendMinor,
      orders: from.orderCount + into.orderCount,
    },
    moves,
    takenOver: fieldsTaken(pair),
    account,
    refusals,
  };
  const version = versionOf(facts, [from.recordVersion, into.recordVersion]);
  return { preview: { ...facts, version } satisfies MergePreview, tierPlan };
}

/** What is shown, whatever the language it is shown in. */
function versionOf(facts: Omit<MergePreview, "version">, records: readonly number[]): string {
  const shown = JSON.stringify({ facts, records }, (name, value: unknown) =>
    name === "name" ? undefined : value,
  );
  return createHash("sha256").update(shown).digest("hex");
}

const accountsOf = ({ available, pending, frozen, owed }: Accounts): Accounts => ({
  available,
  pending,
  frozen,
  owed,
});

function sumOf(into: Accounts, change: Accounts): Accounts {
  const sums = accountsOf(into);
  for (const name of ACCOUNT_NAMES) sums[name] += change[name];
  return sums;
}

function sideOf(member: Member, ladder: Ladder, locale: Locale): MergePreview["from"] {
  const rung = rungOf(ladder, member.tierCode);
  return {
    memberId: member.id,
    memberCode: member.memberCode,
    externalId: member.externalId,
    nickname: member.nickname,
    phoneMasked: member.phone === null ? null : maskedPhone(member.phone),
    status: member.status,
    joinedAt: member.joinedAt,
    tier: { code: rung.code, name: rungName(rung, locale) },
    points: accountsOf(member),
    lifetimeMinor: member.spendMinor,
    orders: member.orderCount,
  };
}

async function movesOf({ db }: Reading, memberId: number): Promise<MergePreview["moves"]> {
  const [points, orders, redemptions, benefits, coupons, activities, invited, rows] =
    await Promise.all([
      countPoints(db, memberId),
      countOrders(db, memberId),
      countRedemptions(db, memberId),
      countOfBenefits(db, memberId),
      countOfCoupons(db, memberId),
      countParts(db, memberId),
      countInvited(db, memberId),
      countOfMember(db, memberId),
    ]);
  const { uses: benefitUses, passes: benefitPasses } = benefits;
  return {
    lots: points.lots,
    holds: points.holds,
    orders,
    redemptions,
    benefitUses,
    benefitPasses,
    coupons: coupons.coupons,
    couponUses: coupons.uses,
    activities,
    invited,
    notes: rows.notes,
  };
}

async function faultsOf(view: Reading, pair: Pair): Promise<MergeFault[]> {
  const faults = faultsOfMembers(pair);
  if (pair.from.id === pair.into.id) return faults;
  return [
    ...faults,
    ...(await faultsOfCorrections(view.db, pair)),
    ...(await faultsOfHolds(view.db, pair)),
    ...(await faultsOfEarning(view, pair)),
    ...(await faultsOfBenefits(view, pair)),
    ...(await faultsOfCoupons(view, pair)),
    ...(await faultsOfActivities(view.db, pair)),
    ...(await faultsOfRewards(view, pair)),
  ];
}
