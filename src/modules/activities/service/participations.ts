import type { MemberRef } from "@/platform/auth";
import { cursorId, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { statusAt } from "../rules/window";
import * as activities from "../store/activities";
import * as store from "../store/participations";

/** What a member takes or took part in. @throws DomainError MEMBER_NOT_FOUND */
export async function participationsOf(
  ask: Ask,
  ref: MemberRef,
  page: { limit: number; cursor?: string | undefined },
) {
  const before = cursorId(page.cursor);
  const member = await requireMember(ask.db, ref);
  const rows = await store.partsOf(ask.db, member.id, before, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ activityId }) => activityId);
  const known = await activities.findAll(
    ask.db,
    shown.map(({ activityId }) => activityId),
  );
  const items = shown.flatMap((row) => {
    const activity = known.find(({ id }) => id === row.activityId);
    if (!activity) return [];
    return {
      participationId: row.id,
      activityId: activity.id,
      title: textIn(activity.title, ask.locale),
      kind: activity.kind,
      status: statusAt(activity, ask.now),
      joinedAt: row.joinedAt,
      pointsAwarded: row.awardPoints - row.awardClawed,
    };
  });
  return { items, nextCursor };
}
