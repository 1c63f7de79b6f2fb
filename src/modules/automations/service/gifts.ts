import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { standingOfGifts } from "../../coupons/service/give";
import { namesOfMembers } from "../../members/service/spans";
import type { GiftStatus } from "../schema";
import * as store from "../store/automations";
import * as gifts from "../store/gifts";

interface GiftsQuery {
  automationId: number;
  status?: GiftStatus | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** What came of occasions, the newest first. @throws DomainError NOT_FOUND */
export async function listGifts(ask: Ask, { automationId, status, limit, cursor }: GiftsQuery) {
  if (!(await store.find(ask.db, automationId))) throw new DomainError("NOT_FOUND");
  const asked = { automationId, status: status ?? null };
  const rows = await gifts.page(ask.db, asked, { before: cursorId(cursor), limit: limit + 1 });
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const [names, standings] = await Promise.all([
    namesOfMembers(
      ask.db,
      shown.map(({ memberId }) => memberId),
    ),
    standingOfGifts(
      ask,
      shown.flatMap(({ issueId }) => issueId ?? []),
    ),
  ]);
  const items = shown.map((row) => {
    const standing = standings.get(row.issueId ?? 0);
    const { memberCode = "", nickname = null } = names.get(row.memberId) ?? {};
    return {
      ...{ giftId: row.id, memberId: row.memberId, memberCode, nickname },
      ...{ occasionOn: row.occasionOn, status: row.status, reason: row.reason },
      ...{ orderId: row.orderId, couponId: standing?.couponIds[0] ?? null },
      ...{ used: standing !== undefined && !standing.isWhole, createdAt: row.createdAt },
    };
  });
  return { items, nextCursor };
}
