import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { findMember } from "../../members/service";
import { cursorId } from "../../points/service/view";
import { statusAt } from "../rules/window";
import * as activities from "../store/activities";
import * as store from "../store/participations";

/** What a member takes or took part in. @throws DomainError MEMBER_NOT_FOUND */
export async function participationsOf(
  ask: Ask,
  input: { memberId: string; limit: number; cursor?: string | undefined },
) {
  const before = cursorId(input.cursor);
  const member = await findMember(ask.db, { memberId: Number(input.memberId) });
  if (!member) throw new DomainError("MEMBER_NOT_FOUND");
  const rows = await store.partsOf(ask.db, member.id, before, input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const known = await activities.findAll(
    ask.db,
    shown.map(({ activityId }) => activityId),
  );
  const items = shown.flatMap((row) => {
    const activity = known.find(({ id }) => id === row.activityId);
    if (!activity) return [];
    return {
      participationId: String(row.id),
      activityId: String(activity.id),
      title: ask.locale === "en" ? activity.titleEn : activity.title,
      kind: activity.kind,
      status: statusAt(activity, ask.now),
      joinedAt: row.joinedAt.toISOString(),
      pointsAwarded: row.awardPoints - row.awardClawed,
    };
  });
  const nextCursor = rows.length > input.limit ? String(shown.at(-1)?.activityId) : null;
  return { items, nextCursor };
}
