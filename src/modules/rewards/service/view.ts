import type { MemberRef } from "@/platform/auth";
import { cursorId, noCursor, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { passesOfRedemptions } from "../../benefits/service/passes";
import { standingOfGifts } from "../../coupons/service/give";
import { requireMember } from "../../members/service/members";
import { settledMember } from "../../points/service/view";
import { programOf } from "../../program/service";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf, minimumTierOf } from "../../tiers/service/ladder";
import { maskedCode, monthOf, obstacle } from "../rules";
import type { DeliveryAddress, RedemptionStatus } from "../schema";
import * as store from "../store/redemptions";
import { type Place, type RewardRow, rewardPage } from "../store/rewards";
import { giftsOfRewards, whyNoCoupon } from "./coupon";
import { whyNoPass } from "./take-reward";

export { parcelsOf } from "../store/redemptions";

interface Paged {
  limit: number;
  cursor?: string | undefined;
}

/** @throws DomainError VALIDATION_FAILED for a cursor that no page gave out */
export function readPlace(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const [, sortOrder, id] = /^(-?\d{1,7})~([1-9]\d{0,15})$/.exec(cursor) ?? [];
  if (sortOrder === undefined || id === undefined) throw noCursor();
  return { sortOrder: Number(sortOrder), id: Number(id) };
}

export const placeOf = ({ sortOrder, id }: RewardRow) => `${sortOrder}~${id}`;

/** GET /rewards: what is on the shelf, and whether this member can have it. */
export async function rewardsFor(ask: Ask, ref: MemberRef, page: Paged) {
  const after = readPlace(page.cursor);
  const [member, program] = await Promise.all([settledMember(ask, ref), programOf(ask)]);
  const ladder = await ladderOf(ask);
  const { month, resetsAt } = monthOf(ask.now, program.timeZone);
  const rows = await rewardPage(ask.db, { onShelf: true, after, limit: page.limit + 1 });
  const { shown, nextCursor } = pageOf(rows, page.limit, placeOf);
  const ids = shown.map(({ id }) => id);
  const [used, gifts] = await Promise.all([
    store.usedInMonth(ask.db, member.id, ids, month),
    giftsOfRewards(ask, shown),
  ]);
  const items = shown.map((row) => {
    const usedThisMonth = used.get(row.id) ?? 0;
    const { status: memberStatus, tierCode, available } = member;
    const pass = whyNoPass(row, { program, rung: rungOf(ladder, tierCode), now: ask.now });
    const coupon = whyNoCoupon(row, gifts, ladder);
    const facts = { ...row, ...pass, ...coupon, quantity: 1, usedThisMonth, resetsAt };
    const found = obstacle({ ...facts, memberStatus, tierCode, available }, ladder);
    return {
      rewardId: row.id,
      name: textIn(row.name, ask.locale),
      kind: row.kind,
      description: row.description && textIn(row.description, ask.locale),
      image: row.image,
      pointsCost: row.pointsCost,
      stock: row.stock,
      perMonth: row.perMonth,
      usedThisMonth,
      minTier: minimumTierOf(facts.minTier, ladder, ask.locale),
      redeemable: found === null,
      reason: found?.reason ?? null,
    };
  });
  return { items, nextCursor };
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
