import type { MemberRef } from "@/platform/auth";
import { cursorId, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { passesOfRedemptions } from "../../benefits/service/passes";
import { standingOfGifts } from "../../coupons/service/give";
import { requireMember } from "../../members/service/members";
import { maskedCode } from "../rules";
import type { DeliveryAddress } from "../schema/addresses";
import type { RedemptionStatus } from "../schema/rewards";
import * as store from "../store/redemptions";

export { parcelsOf } from "../store/redemptions";

interface Paged {
  limit: number;
  cursor?: string | undefined;
}

async function viewOf(ask: Ask, rows: readonly store.RedemptionRow[]) {
  const { db, now, locale, caller } = ask;
  const ids = rows.map(({ id }) => id);
  const [codes, passes, gifts] = await Promise.all([
    store.couponsOf(db, ids),
    passesOfRedemptions(db, ids, now),
    standingOfGifts(
      ask,
      rows.flatMap(({ couponIssueId }) => couponIssueId ?? []),
    ),
  ]);
  // Staff see them one by one and leave word of it.
  const isMasked = caller.kind === "operator" || caller.kind === "admin";
  return rows.map((row) => {
    const pass = passes.find(({ redemptionId }) => redemptionId === row.id);
    const gift = row.couponIssueId === null ? undefined : gifts.get(row.couponIssueId);
    return {
      redemptionId: row.id,
      rewardId: row.rewardId,
      rewardName: textIn(row.rewardName, locale),
      kind: row.kind,
      image: row.image,
      pointsCost: row.pointsCost,
      quantity: row.quantity,
      status: row.status,
      carrier: row.carrier,
      trackingCode: row.trackingCode,
      reason: row.reason,
      couponCodes: codes
        .filter(({ redemptionId }) => redemptionId === row.id)
        .map(({ code }) => (isMasked ? maskedCode(code) : code)),
      couponIds: gift?.couponIds ?? [],
      pass: pass
        ? {
            benefitId: pass.benefitId,
            usesLeft: pass.usesLeft,
            validUntil: pass.validUntil,
          }
        : null,
      cancellable: row.status === "PENDING" || (row.status === "DONE" && gift?.isWhole === true),
      createdAt: row.createdAt,
      shippedAt: row.shippedAt,
    };
  });
}

/** GET /redemptions: what a member took, the last first. @throws DomainError MEMBER_NOT_FOUND */
export async function redemptionsFor(ask: Ask, ref: MemberRef, page: Paged) {
  const before = cursorId(page.cursor);
  const member = await requireMember(ask.db, ref);
  const rows = await store.redemptionsOf(ask.db, member.id, before, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const items = await viewOf(ask, shown);
  return { items, nextCursor };
}

/** What waits for the shop, the oldest first, with where it goes. */
export async function fulfilmentQueue(ask: Ask, page: Paged & { status: RedemptionStatus }) {
  const after = cursorId(page.cursor) ?? 0;
  const rows = await store.queuePage(ask.db, page.status, after, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const views = await viewOf(ask, shown);
  const items = shown.flatMap((row, index) => {
    const view = views[index];
    if (!view) return [];
    const address = row.deliveryAddress;
    return {
      ...view,
      memberId: row.memberId,
      memberCode: row.memberCode,
      deliveryAddress: address === null ? null : (JSON.parse(address) as DeliveryAddress),
      endedBy: row.endedBy,
    };
  });
  await writeDownReading(ask, shown);
  return { items, nextCursor };
}

const READ_ANEW_MS = 3_600_000;

/**
 * Who sees where somebody lives is written down at that person, once an hour for each parcel: lists
 * are read again and again.
 */
async function writeDownReading(ask: Ask, rows: readonly store.QueueRow[]): Promise<void> {
  const addressed = rows.filter(({ deliveryAddress }) => deliveryAddress !== null);
  if (addressed.length === 0) return;
  const since = new Date(Date.now() - READ_ANEW_MS);
  const members = [...new Set(addressed.map(({ memberId }) => memberId))];
  const known = new Set(await store.addressesReadBy(ask.db, ask.caller.actor, members, since));
  const unknown = addressed.filter(({ id }) => !known.has(`redemption:${id}`));
  if (unknown.length === 0) return;
  await runWork(ask, null, async (work) => {
    for (const { id, memberId } of unknown) {
      work.audit({ action: "rewards.readAddress", memberId, target: `redemption:${id}` });
    }
  });
}
