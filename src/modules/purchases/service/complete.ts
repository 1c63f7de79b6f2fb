import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { prefetchProspects } from "../../activities/service/prospects";
import { countedOf, originalOf } from "../../orders/rules/currency";
import * as book from "../../orders/service/book";
import { type Account, openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { prefetchRedemption, restoreOverCap } from "../../points/service/redemption";
import { type Action, none } from "../schema/answers";
import { applyParkedChange } from "./change";
import { takeFromOthers } from "./claims";
import { honourCoupons } from "./coupons";
import { followUps } from "./follow-ups";
import { applyParked } from "./parked";
import { type Price, priceToday, savePrice, withActivity, withTerms } from "./price";
import { checkMoment, moveSpend } from "./spend";
import { tellCompleted } from "./tell";
import { asOrder, type Completion, goodsSaid, keepLines, takesOver } from "./told-order";

export interface Completed {
  actions: Action[];
  duplicate: boolean;
}

/**
 * An order was paid: it counts to the spend, may lift the tier, and earns points by the tier before
 * it. Refunds that came earlier are applied.
 *
 * Refusals in order: VALIDATION_FAILED (paidAt lies ahead), MEMBER_NOT_FOUND, DUPLICATE_REFERENCE
 * (the order is known with another member, amount or currency), CURRENCY_WITHOUT_RATE (so far no rules
 * from when it was paid on have one).
 */
export async function completeOrder(
  work: Work,
  ref: MemberRef,
  completion: Completion,
): Promise<Completed> {
  checkMoment("paidAt", completion.paidAt, work.now);
  const account = await openAccount(work, ref);
  const { member } = account;
  prefetchProspects(work, member.id, completion.paidAt);
  const spent = prefetchRedemption(work, completion.orderId);
  const price = await priceToday(work, account, completion);
  if (price instanceof DomainError) return repeatedOrRefused(work, account, completion, price);
  const closed = member.status === "CLOSED";
  const pointsEarned = closed ? 0 : price.points;
  const terms = JSON.stringify(withTerms(price).terms);
  const newOrder = { ...asOrder(completion, member, price.rate), pointsEarned, terms };
  const { inserted, order } = await book.insertOrLockOrder(work.tx, newOrder, work.now);
  if (!inserted && !(await takesOver(work, order, newOrder, completion)))
    return { actions: none("DUPLICATE"), duplicate: true };
  const actions = inserted ? await takeFromOthers(work, account, order.orderId) : [];
  const cancelled = order.cancelledAt !== null;
  if (!inserted) {
    const completed = { ...newOrder, pointsEarned: cancelled ? 0 : pointsEarned };
    book.completeKnown(work.tx, Object.assign(order, completed));
  }
  if (cancelled || closed) keepLines(work, order, completion, null);
  if (cancelled) {
    const later = await applyWaiting(work, account, order);
    return { actions: [...none("ORDER_CANCELLED"), ...later], duplicate: false };
  }
  if (closed) {
    actions.push(...(await countClosed(work, account, order)));
    return { actions: [...none("MEMBER_CLOSED"), ...actions], duplicate: false };
  }
  const priced = await withActivity(work, account, order, { told: completion, price });
  savePrice(work, order, priced);
  keepLines(work, order, completion, priced);
  tellCompleted(work, account, order);
  actions.push(...(await count(work, account, completion, order, priced)));
  actions.push(...(await underCap(work, account, order, spent)));
  actions.push(...(await honourCoupons(work, account, completion, priced.rate)));
  if (!inserted) actions.push(...(await applyWaiting(work, account, order)));
  actions.push(...(await followUps(work, account, order)));
  return { actions: actions.length > 0 ? actions : none("NO_POINTS"), duplicate: false };
}

/** Points that were spent before the order came pay no more of it than the rules let them. */
async function underCap(
  work: Work,
  account: Account,
  order: book.OrderRow,
  spent: ReturnType<typeof prefetchRedemption>,
): Promise<Action[]> {
  const over = await restoreOverCap(work, account, order, spent);
  if (!over) return [];
  const { entryId, points, maxPoints } = over;
  return [{ action: "POINTS_OVER_CAP", points, transactionId: entryId, maxPoints }];
}

/**
 * The anonymous member earns nothing and stays in their tier, but the spend is theirs: a refund or
 * cancellation of the order takes it off again.
 */
async function countClosed(work: Work, account: Account, order: book.OrderRow): Promise<Action[]> {
  const { member } = account;
  tellCompleted(work, account, order);
  member.orderCount += 1;
  member.spendMinor += countedOf(order).paidMinor;
  return applyWaiting(work, account, order);
}

/** What came before the order: how it was edited since, then what was refunded and sent back of it. */
async function applyWaiting(work: Work, account: Account, order: book.OrderRow): Promise<Action[]> {
  const changed = await applyParkedChange(work, account, order);
  return [...changed, ...(await applyParked(work, account, order))];
}

/** An order that today would earn more than one act may move: fine where it is only told again. */
async function repeatedOrRefused(
  work: Work,
  account: Account,
  completion: Completion,
  refusal: DomainError,
): Promise<Completed> {
  const known = await book.lockOrder(work.tx, completion.orderId);
  const newOrder = asOrder(completion, account.member, null);
  if (!known || (await takesOver(work, known, newOrder, completion))) throw refusal;
  return { actions: none("DUPLICATE"), duplicate: true };
}

async function count(
  work: Work,
  account: Account,
  completion: Completion,
  order: book.OrderRow,
  price: Price,
): Promise<Action[]> {
  const { member } = account;
  const { orderId, paidAt, asGuest } = completion;
  const { paidMinor: paidAmountMinor } = countedOf(order);
  const own = originalOf(order, { amountMinor: completion.paidAmountMinor });
  const actions: Action[] = [];
  const { tier } = price.terms;
  const earned = await earnPoints(work, account, {
    points: price.points,
    earnedAt: paidAt,
    reference: { type: "ORDER", id: orderId },
    reason: completion.description ?? null,
    memberNote: completion.description ?? null,
    breakdown: {
      ...{ orderId, paidAmountMinor, base: price.base, tier, ...price.boost.breakdown },
      ...own,
      ...goodsSaid(price.earning),
      ...(asGuest && { asGuest }),
    },
  });
  await price.boost.record();
  if (earned.entryId !== null) {
    const transactionId = earned.entryId;
    actions.push({ action: "POINTS_EARNED", points: earned.points, transactionId });
  }
  member.orderCount += 1;
  if (!member.lastActiveAt || member.lastActiveAt < paidAt) member.lastActiveAt = paidAt;
  const move = await moveSpend(work, account, {
    cause: "ORDER",
    orderId,
    amountMinor: paidAmountMinor,
    paidAt,
  });
  if (move) actions.push({ action: "TIER_CHANGED", ...move });
  return actions;
}
