import type { MemberRef } from "@/platform/auth";
import { asDomainError, DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type Multiplied, multiplyByActivity } from "../../activities/service/multiply";
import { prefetchProspects, prospectsOf } from "../../activities/service/prospects";
import { countedOf, originalOf, toProgram } from "../../orders/rules/currency";
import { linePaidMinor } from "../../orders/schema/check";
import type { Rate } from "../../orders/schema/currency";
import * as book from "../../orders/service/book";
import { purchasePoints } from "../../points/rules/earn";
import { type Earning, earningOf, earningParts } from "../../points/rules/goods";
import type { Lying } from "../../points/rules/lying";
import { type PurchaseFacts, raisedPoints } from "../../points/rules/order-figures";
import { type Account, openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { prefetchRedemption, restoreOverCap } from "../../points/service/redemption";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf } from "../../tiers/service/ladder";
import { type Action, none } from "../schema/answers";
import { type Boost, boostOf, NO_BOOST } from "./boost";
import { takeFromOthers } from "./claims";
import { honourCoupons } from "./coupons";
import { rateOfOrder } from "./currency";
import { roomToEarn } from "./earn-room";
import { followUps } from "./follow-ups";
import { applyParked } from "./parked";
import { checkMoment, moveSpend } from "./spend";
import { tellCompleted } from "./tell";
import { asOrder, type Completion, goodsSaid, keepLines, soldOf, takesOver } from "./told-order";

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
  const price = await priceOf(work, account, completion);
  if (price instanceof DomainError) return repeatedOrRefused(work, account, completion, price);
  const closed = member.status === "CLOSED";
  const pointsEarned = closed ? 0 : price.points;
  const newOrder = asOrder(completion, member, pointsEarned, price.rate);
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
    const refusals = await applyParked(work, account, order);
    return { actions: [...none("ORDER_CANCELLED"), ...refusals], duplicate: false };
  }
  if (closed) {
    actions.push(...(await countClosed(work, account, order)));
    return { actions: [...none("MEMBER_CLOSED"), ...actions], duplicate: false };
  }
  const priced = await withActivity(work, account, order, { completion, price });
  keepLines(work, order, completion, priced);
  tellCompleted(work, account, order);
  actions.push(...(await count(work, account, completion, order, priced)));
  actions.push(...(await underCap(work, account, order, spent)));
  actions.push(...(await honourCoupons(work, account, completion, priced.rate)));
  if (!inserted) actions.push(...(await applyParked(work, account, order)));
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
  return applyParked(work, account, order);
}

/** An order that today would earn more than one act may move: fine where it is only told again. */
async function repeatedOrRefused(
  work: Work,
  account: Account,
  completion: Completion,
  refusal: DomainError,
): Promise<Completed> {
  const known = await book.lockOrder(work.tx, completion.orderId);
  const newOrder = asOrder(completion, account.member, 0, null);
  if (!known || (await takesOver(work, known, newOrder, completion))) throw refusal;
  return { actions: none("DUPLICATE"), duplicate: true };
}

interface Price {
  /** By which it counts. */
  rate: Rate;
  base: number;
  points: number;
  /** What of the order earns. */
  earning: Earning;
  /** By what its points are worked out, but for the boost. */
  facts: Omit<PurchaseFacts, "boostPct">;
  multiplierPct: number;
  boost: Boost;
  /** What activities added, each on lines of its own. */
  added: readonly Lying[];
}

async function priceOf(
  work: Work,
  account: Account,
  completion: Completion,
): Promise<Price | DomainError> {
  const rate = await refusalOr(() => rateOfOrder(work, completion));
  if (rate instanceof DomainError) return rate;
  const { member, program } = account;
  const paidAmountMinor = toProgram(completion.paidAmountMinor, rate);
  const [ladder, boost] = await Promise.all([
    ladderOf(work),
    boostOf(work, account, { ...completion, paidAmountMinor }),
  ]);
  const { multiplierPct } = rungOf(ladder, member.tierCode);
  const { earn, goods: rules } = program.rules;
  const earning = earningOf(soldOf(completion, rate), rules);
  const pointsMax = await roomToEarn(work.tx, program, member.id, completion.paidAt);
  const facts = {
    ...{ paidAmountMinor, pointsPerYuan: earn.pointsPerYuan, multiplierPct },
    ...{ goods: earning, pointsMax },
  };
  const price = await refusalOr(() => purchasePoints({ ...facts, boostPct: boost.multiplierPct }));
  if (price instanceof DomainError) return price;
  // What raises nothing is not used up by the order.
  const raises = price.points > purchasePoints({ ...facts, boostPct: 100 }).points;
  const used = raises ? boost : NO_BOOST;
  return { rate, ...price, earning, facts, multiplierPct, boost: used, added: [] };
}

async function refusalOr<T>(attempt: () => T | Promise<T>): Promise<T | DomainError> {
  try {
    return await attempt();
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal) throw error;
    return refusal;
  }
}

/**
 * Activities add to what a benefit multiplies, and one that multiplies all of it more takes its place. Only
 * now that the order counts, because the activities' budgets are charged for it.
 */
async function withActivity(
  work: Work,
  account: Account,
  order: book.OrderRow,
  { completion, price }: { completion: Completion; price: Price },
): Promise<Price> {
  const { id: orderRowId, orderId, paidAt } = order;
  if (paidAt === null) return price;
  const { running } = await prospectsOf(work, account.member.id, paidAt);
  if (!running) return price;
  const sold = soldOf(completion, price.rate);
  const parts = earningParts(sold, price.earning, account.program.rules.goods);
  const otherPct = price.boost.multiplierPct;
  const more = await multiplyByActivity(work, account, {
    ...{ orderRowId, orderId, paidAt, otherPct, parts },
    ...{ channel: sold.channel, store: sold.store, paid: sold.lines.map(linePaidMinor) },
    pointsAt: (raise) => raisedPoints({ ...price.facts, boostPct: otherPct }, parts, raise),
  });
  if (more === null) return price;
  const points = price.points + more.uses.reduce((sum, use) => sum + use.points, 0);
  order.pointsEarned = points;
  book.saveEarned(work.tx, order);
  return { ...price, points, boost: besides(price.boost, more), added: more.uses };
}

/** What is said of it all, and whether the benefit still counts on anything. */
function besides(boost: Boost, { replaces, breakdown }: Multiplied): Boost {
  if (replaces) return { ...NO_BOOST, breakdown };
  return { ...boost, breakdown: { ...boost.breakdown, ...breakdown } };
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
  const tier = { code: member.tierCode, multiplierPct: price.multiplierPct };
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
