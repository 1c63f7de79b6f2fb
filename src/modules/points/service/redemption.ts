import { endOfDayAfterDays } from "@/platform/business-time";
import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { undoneOf, worthBeforePoints } from "../../orders/rules/standing";
import { confirmStanding, type Standing } from "../../orders/service/standing";
import { versionOf } from "../../program/service";
import { pointsEvent } from "../events";
import { maxPointsFor } from "../rules/order-figures";
import { restorePoints, undoneShare } from "../rules/refund";
import { originalDiscount, type ToldAmount } from "../rules/told-amount";
import type { Touch } from "../rules/types";
import type { Accounts } from "../schema/ledger";
import type { Reference } from "../schema/references";
import { entryById } from "../store/entries";
import * as lots from "../store/lots";
import * as store from "../store/redemptions";
import { type Account, post } from "./account";
import { keepNothing } from "./forfeit";

/** Points spent on an order: written once, and given back as the order is undone. */

export interface Taking {
  orderId: string;
  points: number;
  /** The order's amount as the act says it. */
  amount: ToldAmount;
  discountMinor: number;
  deltas: Accounts;
  touches: readonly Touch[];
  breakdown?: Record<string, unknown>;
  /** What the book says of the order, and what others claim of it. */
  order: Standing | undefined;
  claims: Pick<store.Claims, "redemptions">;
}

export interface OrderRedemption {
  entryId: number;
  /** What refunds that came before give back at once. */
  pointsRestored: number;
}

/** Entries are unique by their reference: no order id has a space. */
function referenceOf(orderId: string, nth: number): string {
  return nth === 0 ? orderId : `${orderId} ${nth + 1}`;
}

/**
 * Writes a redemption with its entry and event. The share of the order that is refunded already goes
 * back at once, so that it makes no difference which came first.
 *
 * @throws DomainError DUPLICATE_REFERENCE where the order turned out to be another member's meanwhile
 */
export async function spendOnOrder(
  work: Work,
  account: Account,
  taking: Taking,
): Promise<OrderRedemption> {
  const { member } = account;
  const { orderId, points, amount, discountMinor, order } = taking;
  const { orderAmountMinor } = amount;
  const reference = { type: "ORDER" as const, id: referenceOf(orderId, taking.claims.redemptions) };
  const entryId = await post(work, account, {
    type: "REDEEM",
    deltas: taking.deltas,
    touches: taking.touches,
    reference,
    effectiveAt: work.now,
    breakdown: {
      ...{ orderId, orderAmountMinor, discountMinor },
      ...originalDiscount(amount, discountMinor),
      ...taking.breakdown,
    },
  });
  const redemption = { orderId, memberId: member.id, points, ...amount, discountMinor };
  store.insertRedemption(work.tx, { ...redemption, entryId }, work.now);
  work.emit(
    pointsEvent("points.redeemed", member.id, {
      externalId: member.externalId,
      transactionId: entryId,
      points,
      orderId,
      discountMinor,
      ...originalDiscount(amount, discountMinor),
      available: member.available,
    }),
  );
  await confirmStanding(work, order, { orderId, memberId: member.id, orderAmountMinor });
  if (!order || undoneOf(order, orderAmountMinor).undoneMinor === 0) {
    return { entryId, pointsRestored: 0 };
  }
  const restored = await restoreForOrder(work, account, order, reference);
  return { entryId, pointsRestored: restored.points };
}

export interface Restoration {
  points: number;
  reference: Reference<"RESTORE">;
  reason: string | null;
  /** So many of them because the order takes less. */
  overCap?: number;
}

export interface Restored {
  entryId: number | null;
  points: number;
}

/** Gives back part of what a redemption took; never more in all than it took. */
export async function restore(
  work: Work,
  account: Account,
  redemption: store.RedemptionRow,
  restoration: Restoration,
): Promise<Restored> {
  const { member, program } = account;
  const points = Math.min(restoration.points, redemption.points - redemption.restored);
  if (points <= 0) return { entryId: null, points: 0 };
  const plan = restorePoints({
    parts: await lots.allocationsOf(work.tx, redemption.entryId),
    alreadyRestored: redemption.restored,
    points,
    owed: member.owed,
    now: work.now,
    graceEndsAt: endOfDayAfterDays(
      work.now,
      program.rules.redeem.restoreGraceDays,
      program.timeZone,
    ),
  });
  const entryId = await post(work, account, {
    type: "RESTORE",
    ...plan,
    reference: restoration.reference,
    reason: restoration.reason,
    effectiveAt: work.now,
    breakdown: { orderId: redemption.orderId, redemption: String(redemption.entryId) },
  });
  const overCap = Math.min(points, restoration.overCap ?? 0);
  store.addRestored(work.tx, redemption.id, points, overCap);
  redemption.restored += points;
  redemption.overCap += overCap;
  const { externalId, available } = member;
  work.emit(
    pointsEvent("points.restored", member.id, {
      externalId,
      transactionId: entryId,
      points,
      orderId: redemption.orderId,
      available,
    }),
  );
  await keepNothing(work, account);
  return { entryId, points };
}

/** The share of an order's redemption that its refunds or its cancellation give back by now. */
export async function restoreForOrder(
  work: Work,
  account: Account,
  order: Standing,
  reference: Reference<"RESTORE">,
): Promise<Restored> {
  const redemption = await store.redemptionOfOrder(work.tx, order.orderId);
  if (redemption?.memberId !== account.member.id) return { entryId: null, points: 0 };
  const points = dueOf(order, redemption, redemption.overCap) - redemption.restored;
  return restore(work, account, redemption, { points, reference, reason: null });
}

/** What an order gives back in all: what it is over its cap, and the undone share of the rest. */
function dueOf(order: Standing, redemption: store.RedemptionRow, overCap: number): number {
  const { wholeMinor, undoneMinor } = undoneOf(order, redemption.orderAmountMinor);
  return overCap + undoneShare(redemption.points - overCap, wholeMinor, undoneMinor);
}

/** The same of an order that was edited: it may take fewer points than before. */
export async function restoreForChange(
  work: Work,
  account: Account,
  order: Standing,
  reference: Reference<"RESTORE">,
): Promise<Restored> {
  const redemption = await store.redemptionOfOrder(work.tx, order.orderId);
  if (redemption?.memberId !== account.member.id) return { entryId: null, points: 0 };
  const cap = await capOf(work, order, redemption);
  const over = cap ? Math.max(0, redemption.points - cap.maxPoints) : 0;
  const overCap = Math.max(redemption.overCap, over);
  const points = dueOf(order, redemption, overCap) - redemption.restored;
  const more = overCap - redemption.overCap;
  return restore(work, account, redemption, { points, reference, reason: null, overCap: more });
}

/** What an order takes under the rules that its redemption was made by; null where it takes all. */
async function capOf(work: Work, order: Standing, redemption: store.RedemptionRow) {
  const amountMinor = worthBeforePoints(order, redemption.discountMinor);
  if (amountMinor === null || amountMinor >= redemption.orderAmountMinor) return null;
  const entry = await entryById(work.tx, redemption.entryId);
  invariant(entry, "a redemption has its entry");
  const program = await versionOf(work.tx, entry.programVersionId);
  return { entry, maxPoints: maxPointsFor(amountMinor, program.rules.redeem) };
}

/**
 * Sends the read of what was spent on an order ahead, so that it travels with other statements. Under the
 * lock of its member nobody else changes it.
 */
export function prefetchRedemption(work: Work, orderId: string) {
  const spent = store.redemptionOfOrder(work.tx, orderId);
  spent.catch(() => undefined); // told to whoever waits for it
  return spent;
}

/**
 * An order came after points were spent on it: what is over its cap goes back, under the rules that
 * the redemption was made by.
 *
 * @returns null where the order takes all of them
 */
export async function restoreOverCap(
  work: Work,
  account: Account,
  order: Standing,
  spent: Promise<store.RedemptionRow | undefined>,
) {
  const redemption = await spent;
  if (redemption?.memberId !== account.member.id) return null;
  const cap = await capOf(work, order, redemption);
  if (!cap) return null;
  const { entry, maxPoints } = cap;
  const over = redemption.points - redemption.restored - maxPoints;
  const { entryId, points } = await restore(work, account, redemption, {
    points: over,
    reference: { type: "CAP", id: entry.referenceId },
    reason: null,
    overCap: over,
  });
  return entryId === null ? null : { entryId, points, maxPoints };
}

/** What an order's own redemption says of its amount; null without one. */
export async function amountByRedemption(work: Work, orderId: string): Promise<number | null> {
  return (await store.redemptionOfOrder(work.tx, orderId))?.orderAmountMinor ?? null;
}
