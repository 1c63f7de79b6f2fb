import type { MemberRef } from "@/platform/auth";
import { cursorId, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { passesOfRedemptions } from "../../benefits/service/passes";
import { standingOfGifts } from "../../coupons/service/give";
import { requireMember } from "../../members/service/members";
import { isReaddressable } from "../rules/parcels";
import { maskedCode } from "../rules/rewards";
import { labelsOf } from "../store/parcels";
import * as store from "../store/redemptions";
import { knownCarriers } from "./carriers";

export { parcelsOf } from "../store/parcels";

export interface Paged {
  limit: number;
  cursor?: string | undefined;
}

/** @param isMasked whether codes are shown by their last signs alone */
export async function viewOf(ask: Ask, rows: readonly store.RedemptionRow[], isMasked: boolean) {
  const { db, now, locale } = ask;
  const ids = rows.map(({ id }) => id);
  const isLabelled = rows.some(({ carrierCode }) => carrierCode !== null);
  const waiting = rows.filter(({ status }) => status === "PENDING").map(({ id }) => id);
  const [codes, passes, gifts, carriers, sentBefore] = await Promise.all([
    store.couponsOf(db, ids),
    passesOfRedemptions(db, ids, now),
    standingOfGifts(
      ask,
      rows.flatMap(({ couponIssueId }) => couponIssueId ?? []),
    ),
    isLabelled ? knownCarriers(ask) : [],
    // What was on its way before is the shop's to call off.
    isMasked ? [] : labelsOf(db, waiting),
  ]);
  const isOurs = ({ id }: store.RedemptionRow) =>
    sentBefore.some(({ redemptionId }) => redemptionId === id);
  return rows.map((row) => {
    const pass = passes.find(({ redemptionId }) => redemptionId === row.id);
    const carrier = carriers.find(({ code }) => code === row.carrierCode);
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
      carrier: carrier ? textIn(carrier.name, locale) : row.carrier,
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
      cancellable:
        (row.status === "PENDING" && !isOurs(row)) ||
        (row.status === "DONE" && gift?.isWhole === true),
      readdressable: isReaddressable(row.status, row.deliveryAddress !== null),
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
  // Staff see them one by one and leave word of it.
  const isMasked = ask.caller.kind === "operator" || ask.caller.kind === "admin";
  const items = await viewOf(ask, shown, isMasked);
  return { items, nextCursor };
}
