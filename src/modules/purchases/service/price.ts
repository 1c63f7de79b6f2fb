import { asDomainError, DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { multiplyByActivity } from "../../activities/service/multiply";
import { multiplyAgain } from "../../activities/service/multiply-again";
import type { Multiplied } from "../../activities/service/plan-order";
import { prospectsOf } from "../../activities/service/prospects";
import { toProgram } from "../../orders/rules/currency";
import type { Rate } from "../../orders/schema/currency";
import * as book from "../../orders/service/book";
import type { Lying } from "../../points/rules/lying";
import type { Account } from "../../points/service/account";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf } from "../../tiers/service/ladder";
import { type OrderPrice, orderPrice, raisable } from "../rules/order-price";
import type { Charged, Terms } from "../rules/terms";
import { type Boost, boostOf, NO_BOOST } from "./boost";
import { rateOfOrder } from "./currency";
import { roomToEarn } from "./earn-room";
import { type Completion, soldOf } from "./told-order";

/** What an order earns, and by what that was decided. */
export interface Price extends Omit<OrderPrice, "isBoosted"> {
  /** By which it counts. */
  rate: Rate;
  boost: Boost;
  /** What activities added, each on lines of its own. */
  added: readonly Lying[];
  /** Kept with the order: an edit of it is priced by them, too. */
  terms: Terms;
}

/** The order as its points see it. */
export type Priced = Omit<Completion, "coupons" | "description" | "asGuest">;

/** What an order earns that is told now. */
export async function priceToday(
  work: Work,
  account: Account,
  completion: Completion,
): Promise<Price | DomainError> {
  const rate = await refusalOr(() => rateOfOrder(work, completion));
  if (rate instanceof DomainError) return rate;
  const { tierCode: code } = account.member;
  const { multiplierPct } = rungOf(await ladderOf(work), code);
  const { versionId: programVersion } = account.program;
  const terms = { programVersion, tier: { code, multiplierPct }, boost: null };
  return priceOf(work, account, completion, { terms, rate });
}

/**
 * @param own what the order's points are by now, where it is edited: no room of it is taken by itself
 */
export async function priceOf(
  work: Work,
  account: Account,
  order: Priced,
  { terms, rate, own = 0 }: { terms: Terms; rate: Rate; own?: number },
): Promise<Price | DomainError> {
  const { member, program } = account;
  const paidAmountMinor = toProgram(order.paidAmountMinor, rate);
  const [boost, pointsMax] = await Promise.all([
    terms.boost
      ? { ...NO_BOOST, ...terms.boost }
      : boostOf(work, account, { ...order, paidAmountMinor }),
    roomToEarn(work.tx, program, member.id, { paidAt: order.paidAt, own }),
  ]);
  const { multiplierPct } = terms.tier;
  const by = { multiplierPct, boostPct: boost.multiplierPct, rate, pointsMax };
  const price = await refusalOr(() => orderPrice(soldOf(order, rate), program.rules, by));
  if (price instanceof DomainError) return price;
  // What raises nothing is not used up by the order.
  const { isBoosted, ...figures } = price;
  const raises = terms.boost !== null || isBoosted;
  return { rate, ...figures, boost: raises ? boost : NO_BOOST, added: [], terms };
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

/** The same with the benefit that it uses, for whoever edits the order later. */
export function withTerms({ boost, terms, ...price }: Price): Price {
  const { multiplierPct, breakdown } = boost;
  const used = multiplierPct > 100 ? { multiplierPct, breakdown } : null;
  return { ...price, boost, terms: { ...terms, boost: terms.boost ?? used } };
}

/**
 * Activities add to what a benefit multiplies, and one that multiplies all of it more takes its place. Only
 * now that the order counts, because the activities' budgets are charged for it.
 *
 * @param edited what activities were charged for it without a use that says so, where it is edited
 */
export async function withActivity(
  work: Work,
  account: Account,
  order: Pick<book.OrderRow, "id" | "orderId">,
  { told, price, edited }: { told: Priced; price: Price; edited?: readonly Charged[] },
): Promise<Price> {
  const { id: orderRowId, orderId } = order;
  const { paidAt } = told;
  const { running } = await prospectsOf(work, account.member.id, paidAt);
  if (!running && !edited) return withTerms(price);
  const sold = soldOf(told, price.rate);
  const { channel, store } = sold;
  const raised = raisable(sold, account.program.rules, price, price.boost.multiplierPct);
  const facts = { ...{ orderRowId, orderId, paidAt, channel, store }, ...raised };
  const more = edited
    ? await multiplyAgain(work, account, facts, edited)
    : await multiplyByActivity(work, account, facts);
  if (more === null) return withTerms(price);
  const points = price.points + more.uses.reduce((sum, use) => sum + use.points, 0);
  // A benefit that counts on nothing is not used up: an edit asks for it anew.
  const { terms } = more.replaces ? price : withTerms(price);
  return { ...price, points, boost: besides(price.boost, more), added: more.uses, terms };
}

/** What is said of it all, and whether the benefit still counts on anything. */
function besides(boost: Boost, { replaces, breakdown }: Multiplied): Boost {
  if (replaces) return { ...NO_BOOST, breakdown };
  return { ...boost, breakdown: { ...boost.breakdown, ...breakdown } };
}

/** Keeps what decided the points, with the points. */
export function savePrice(work: Work, order: book.OrderRow, { points, terms }: Price): void {
  const text = JSON.stringify(terms);
  if (order.pointsEarned === points && order.terms === text) return;
  order.pointsEarned = points;
  order.terms = text;
  book.saveEarned(work.tx, order);
}
