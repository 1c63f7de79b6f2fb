import { asDomainError, type DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { chargeMore, multiplyByActivity } from "../../activities/service/multiply";
import { prospectsOf } from "../../activities/service/prospects";
import * as book from "../../orders/service/book";
import { purchasePoints } from "../../points/rules/earn";
import { type Earning, earningOf } from "../../points/rules/goods";
import type { Account } from "../../points/service/account";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf } from "../../tiers/service/ladder";
import type { Terms } from "../rules/terms";
import { type Boost, boostOf, NO_BOOST } from "./boost";
import { roomToEarn } from "./earn-room";
import { type Completion, soldOf } from "./told-order";

/** What an order earns, and by what that was decided. */
export interface Price {
  base: number;
  points: number;
  /** What of the order earns. */
  earning: Earning;
  /** The order's points under another boost. */
  pointsAt: (boostPct: number) => number;
  boost: Boost;
  /** Kept with the order: an edit of it is priced by them, too. */
  terms: Terms;
}

/** The order as its points see it. */
export type Priced = Omit<Completion, "coupons" | "description" | "asGuest">;

/** What decides the points of an order that is told now. */
export async function termsNow(work: Work, { member, program }: Account): Promise<Terms> {
  const { tierCode: code } = member;
  const { multiplierPct } = rungOf(await ladderOf(work), code);
  return { programVersion: program.versionId, tier: { code, multiplierPct }, boost: null };
}

/**
 * @param own what the order's points are by now, where it is edited: no room of it is taken by itself
 */
export async function priceOf(
  work: Work,
  account: Account,
  order: Priced,
  { terms, own = 0 }: { terms: Terms; own?: number },
): Promise<Price | DomainError> {
  const { member, program } = account;
  const { paidAmountMinor } = order;
  const { earn, goods: rules } = program.rules;
  const earning = earningOf(soldOf(order), rules);
  const [boost, pointsMax] = await Promise.all([
    terms.boost ? boostOfTerms(terms.boost) : boostOf(work, account, order),
    roomToEarn(work.tx, program, member.id, { paidAt: order.paidAt, own }),
  ]);
  const facts = {
    ...{ paidAmountMinor, pointsPerYuan: earn.pointsPerYuan, goods: earning, pointsMax },
    multiplierPct: terms.tier.multiplierPct,
  };
  const pointsAt = (boostPct: number) => purchasePoints({ ...facts, boostPct }).points;
  try {
    const price = purchasePoints({ ...facts, boostPct: boost.multiplierPct });
    // What raises nothing is not used up by the order.
    const raises = price.points > pointsAt(100) || terms.boost !== null;
    return { ...price, earning, pointsAt, boost: raises ? boost : NO_BOOST, terms };
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal) throw error;
    return refusal;
  }
}

const boostOfTerms = ({ multiplierPct, breakdown }: NonNullable<Terms["boost"]>): Boost => ({
  ...NO_BOOST,
  multiplierPct,
  breakdown,
});

/** The same with what multiplied it, for whoever edits the order later. */
export function withTerms({ boost, terms, ...price }: Price): Price {
  const { multiplierPct, breakdown } = boost;
  const said = multiplierPct > 100 ? { multiplierPct, breakdown, activity: null } : null;
  return { ...price, boost, terms: { ...terms, boost: terms.boost ?? said } };
}

/**
 * An activity that multiplies more takes the benefit's place. Only now that the order counts, because
 * the activity's budget is charged for it.
 */
export async function withActivity(
  work: Work,
  account: Account,
  order: Pick<book.OrderRow, "orderId" | "paidAt">,
  price: Price,
): Promise<Price> {
  const { orderId, paidAt } = order;
  const { pointsAt, boost, terms } = price;
  const known = terms.boost?.activity;
  if (terms.boost && known) return withinCharged(work, account, { orderId, price, known });
  if (paidAt === null) return price;
  const { running } = await prospectsOf(work, account.member.id, paidAt);
  if (!running) return price;
  const otherPct = boost.multiplierPct;
  const more = await multiplyByActivity(work, account, { orderId, paidAt, otherPct, pointsAt });
  if (more === null) return price;
  const { multiplierPct, breakdown, activityId } = more;
  const points = pointsAt(multiplierPct);
  const activity = { id: activityId, otherPct, charged: points - pointsAt(otherPct) };
  const said = { ...NO_BOOST, multiplierPct, breakdown };
  return {
    ...{ ...price, points, boost: said },
    terms: { ...terms, boost: { multiplierPct, breakdown, activity } },
  };
}

/** The activity multiplies the edited order as far as its budget was charged for it, or still can be. */
async function withinCharged(
  work: Work,
  account: Account,
  {
    orderId,
    price,
    known,
  }: { orderId: string; price: Price; known: NonNullable<NonNullable<Terms["boost"]>["activity"]> },
): Promise<Price> {
  const { pointsAt, terms, boost } = price;
  const without = pointsAt(known.otherPct);
  const extra = price.points - without;
  const points = Math.max(0, extra - known.charged);
  const isCharged =
    points === 0 || (await chargeMore(work, account, { ...known, orderId, points }));
  const charged = isCharged ? known.charged + points : known.charged;
  const { multiplierPct, breakdown } = boost;
  return {
    ...{ ...price, points: without + Math.min(extra, charged) },
    terms: { ...terms, boost: { multiplierPct, breakdown, activity: { ...known, charged } } },
  };
}

/** Keeps what decided the points, with the points. */
export function savePrice(work: Work, order: book.OrderRow, { points, terms }: Price): void {
  const text = JSON.stringify(terms);
  if (order.pointsEarned === points && order.terms === text) return;
  order.pointsEarned = points;
  order.terms = text;
  book.saveEarned(work.tx, order);
}
