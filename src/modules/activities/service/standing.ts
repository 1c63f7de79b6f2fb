import { flatText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import type { Ladder } from "../../tiers/schema";
import type { JoinTerms, Standing } from "../rules/take-part";
import * as store from "../store/activities";

/** Where a member stands before an activity: what the rules need to know of both. */

const rankOf = (ladder: Ladder, code: string) => ladder.find((rung) => rung.code === code)?.rank;

export function joinTermsOf(activity: store.ActivityRow, ladder: Ladder): JoinTerms {
  const { minTierCode } = activity;
  const minRank =
    minTierCode === null ? null : (rankOf(ladder, minTierCode) ?? Number.POSITIVE_INFINITY);
  return { ...activity, minRank };
}

export function standingOf(member: Member, ladder: Ladder): Standing {
  return { rank: rankOf(ladder, member.tierCode) ?? 0, active: member.status === "ACTIVE" };
}

/** What ran at an order's moment; asked more than once in a work, read once. */
export function ranAt(work: Work, paidAt: Date): Promise<store.ActivityRow[]> {
  const key = `activities@${paidAt.getTime()}`;
  return (
    work.found<Promise<store.ActivityRow[]>>(key) ?? work.keep(key, store.ranAt(work.tx, paidAt))
  );
}

/** How an activity is named where its points are explained. */
export function named({ id, title }: store.ActivityRow) {
  return { id: String(id), ...flatText("title", title) };
}
