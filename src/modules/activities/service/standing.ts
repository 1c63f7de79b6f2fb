import type { Reader } from "@/platform/db";
import { flatText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { giftsOf } from "../../coupons/service/give";
import type { Member } from "../../members/service/members";
import { segmentsOfMember } from "../../segments/service/segments";
import type { Ladder } from "../../tiers/schema";
import type { JoinTerms, Standing } from "../rules/take-part";
import * as store from "../store/activities";

/** Where a member stands before an activity: what the rules need to know of both. */

const rankOf = (ladder: Ladder, code: string) => ladder.find((rung) => rung.code === code)?.rank;

/** @param over coupons that are not to be had, where that is asked */
export function joinTermsOf(
  activity: store.ActivityRow,
  ladder: Ladder,
  over: ReadonlySet<number> = new Set(),
): JoinTerms {
  const { minTierCode, couponVersionId } = activity;
  const minRank =
    minTierCode === null ? null : (rankOf(ladder, minTierCode) ?? Number.POSITIVE_INFINITY);
  const couponOver = couponVersionId !== null && over.has(couponVersionId);
  return { ...activity, minRank, couponOver };
}

export function standingOf(
  member: Pick<Member, "tierCode" | "status">,
  ladder: Ladder,
  segments: ReadonlySet<number>,
): Standing {
  const { tierCode, status } = member;
  return { rank: rankOf(ladder, tierCode) ?? 0, active: status === "ACTIVE", segments };
}

const NONE: ReadonlySet<number> = new Set();

/** The segments that a member is in, asked for only where one of some activities is for one. */
export async function segmentsFor(
  db: Reader,
  memberId: number,
  activities: readonly Pick<store.ActivityRow, "segmentId">[],
): Promise<ReadonlySet<number>> {
  const isAsked = activities.some(({ segmentId }) => segmentId !== null);
  return isAsked ? segmentsOfMember({ db }, memberId) : NONE;
}

/** What ran at an order's moment; asked more than once in a work, read once. */
export function ranAt(work: Work, paidAt: Date): Promise<store.ActivityRow[]> {
  const key = `activities@${paidAt.getTime()}`;
  return (
    work.found<Promise<store.ActivityRow[]>>(key) ?? work.keep(key, store.ranAt(work.tx, paidAt))
  );
}

/** Which activities' coupons are switched off, or over. */
export async function couponsOver(
  view: Parameters<typeof giftsOf>[0],
  activities: readonly Pick<store.ActivityRow, "couponVersionId">[],
): Promise<ReadonlySet<number>> {
  const gifts = await giftsOf(
    view,
    activities.flatMap(({ couponVersionId }) => couponVersionId ?? []),
  );
  return new Set([...gifts].flatMap(([versionId, { isOver }]) => (isOver ? [versionId] : [])));
}

/** How an activity is named where its points are explained. */
export function named({ id, title }: store.ActivityRow) {
  return { id: String(id), ...flatText("title", title) };
}
