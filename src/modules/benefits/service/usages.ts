import type { MemberRef } from "@/platform/auth";
import { cursorId, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import * as store from "../store";

/** What a member used or set aside, the last first. @throws DomainError MEMBER_NOT_FOUND */
export async function usagesOf(
  ask: Ask,
  ref: MemberRef,
  page: { limit: number; cursor?: string | undefined },
) {
  const before = cursorId(page.cursor);
  const member = await requireMember(ask.db, ref);
  const { program, ladder } = await programAndLadderOf(ask);
  const rows = await store.usagesOf(ask.db, member.id, before, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const items = shown.map((row) => {
    const benefit = program.rules.benefits.find(({ id }) => id === row.benefitId);
    const rung = ladder.find(({ code }) => code === row.tierCode);
    return {
      usageId: row.id,
      benefitId: row.benefitId,
      name: benefit ? textIn(benefit.name, ask.locale) : row.benefitId,
      orderId: row.orderId,
      status: row.status,
      valueMinor: row.valueMinor,
      points: row.points,
      tier: { code: row.tierCode, name: rung ? rungName(rung, ask.locale) : row.tierCode },
      createdAt: row.createdAt,
    };
  });
  return { items, nextCursor };
}
