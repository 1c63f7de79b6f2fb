import { businessDate } from "@/platform/business-time";
import { asDomainError } from "@/platform/errors";
import {
  type ActivitiesThen,
  AddedThen,
  type Beyond,
  type PartsThen,
} from "../../activities/service/then";
import { bestMultiplier, UsedThen } from "../../benefits/service/boost";
import { holderOf } from "../../benefits/service/holder";
import { tierPriceMinor } from "../../benefits/service/view";
import type { MemberBrief } from "../../members/service/spans";
import { toProgram } from "../../orders/rules/currency";
import type { Rate } from "../../orders/schema/currency";
import type { OrderAgain } from "../../orders/service/again";
import type { Sold } from "../../points/rules/goods";
import { rateBy } from "../../program/service";
import { rungOf } from "../../tiers/rules/ladder";
import type { Proposed, Rung } from "../../tiers/schema";
import { type EarnBound, earnBounds, roomUnder } from "../rules/earn-bounds";
import { type OrderPrice, orderPrice, raisable } from "../rules/order-price";
import { goodsBeforeMinor } from "../rules/trial";

/**
 * One member's orders priced once more, in the order in which they were paid, by rules that need not have
 * decided them: as if they came again, all of them and whole, of a member who is in a tier from the first to
 * the last. Nothing is read or written here; what was before them is told.
 */

/** What is known of one member and of what was before the orders. */
export interface MemberThen {
  member: Pick<MemberBrief, "id" | "status" | "birthday">;
  orders: readonly OrderAgain[];
  /** What orders before kept, on a business date that is in their period. */
  kept: readonly Kept[];
  used: readonly { benefitId: string; usedOn: string }[];
  parts: PartsThen;
}

interface Kept {
  date: string;
  points: number;
}

export interface Rules extends Proposed {
  /** The member's tier by them. */
  tierCode: string;
  ran: ActivitiesThen;
  beyond: Beyond;
}

/** An order as it would be. */
export interface OrderUnder {
  order: OrderAgain;
  rate: Rate;
  /** In the program's currency: the goods before anything was taken off, and what the tier takes off. */
  goodsMinor: number;
  isGoodsKnown: boolean;
  discountMinor: number;
  points: number;
  /** What of them activities add. */
  addedPoints: number;
  /** Of the benefit that multiplies it, 100 for none. */
  boostPct: number;
  /** A bound let it earn less. */
  isCapped: boolean;
  price: OrderPrice | null;
  /** The code of the refusal, where these rules take no such order. */
  refusal: string | null;
}

export function ordersUnder(rules: Rules, facts: MemberThen): OrderUnder[] {
  const { kept, used, parts } = facts;
  const before: Before = {
    rung: rungOf(rules.ladder, rules.tierCode),
    kept: [...kept],
    used: new UsedThen(used),
    added: new AddedThen(rules.ran, parts, rules.beyond),
  };
  return facts.orders.map((order) => {
    const under = refusable(rules, facts.member, order, before);
    if (under.points > 0) {
      const date = businessDate(order.paidAt, rules.program.timeZone);
      before.kept.push({ date, points: under.points });
    }
    return under;
  });
}

interface Before {
  rung: Rung;
  kept: Kept[];
  used: UsedThen;
  added: AddedThen;
}

/** What orders before keep of a bound. */
const keptOf = (kept: readonly Kept[], { from, to }: EarnBound) =>
  kept.reduce((sum, { date, points }) => (date >= from && date < to ? sum + points : sum), 0);

/** Asked for each order of all members, twice: an object is written out here, for spreading takes longer. */
function orderUnder(
  rules: Rules,
  member: MemberThen["member"],
  order: OrderAgain,
  { rung, kept, used, added }: Before,
): OrderUnder {
  const { program, ladder, tierCode } = rules;
  const { paidAt, shippingMinor } = order;
  const rate = rateBy(program, order.currency);
  const { status, birthday } = member;
  const holder = holderOf({ status, birthday, tierCode }, program, ladder, paidAt, rung);
  const uses = used.on(program, holder.today);
  const boost = bestMultiplier(program, holder, uses);
  const { goods } = program.rules;
  const left = earnBounds(goods, holder.today).map((bound) => bound.most - keptOf(kept, bound));
  const pointsMax = roomUnder(goods, left);
  const sold: Sold = {
    lines: order.lines,
    paidAmountMinor: order.paidAmountMinor,
    shippingMinor,
    rate,
    channel: order.channel ?? undefined,
    store: order.store ?? undefined,
  };
  const pct = boost?.multiplierPct ?? 100;
  const by = { multiplierPct: rung.multiplierPct, boostPct: pct, rate, pointsMax };
  const price = orderPrice(sold, program.rules, by);
  const boostPct = price.isBoosted ? pct : 100;
  const looked = () => {
    const { channel, store } = sold;
    const raised = raisable(sold, program.rules, price, boostPct);
    return { ...raised, orderRowId: order.id, paidAt, channel, store };
  };
  const plan = added.planFor(paidAt, looked, { tierCode, status }, ladder);
  const addedPoints = plan?.uses.reduce((sum, { points }) => sum + points, 0) ?? 0;
  if (boost && price.isBoosted && !plan?.replaces) used.add(boost.benefit.id, holder.today);
  const { goodsMinor, isKnown } = goodsBeforeMinor(order, rate);
  const amounts = { amountMinor: goodsMinor, shippingMinor: toProgram(shippingMinor, rate) };
  const points = price.points + addedPoints;
  return {
    order,
    rate,
    goodsMinor,
    isGoodsKnown: isKnown,
    discountMinor: goodsMinor - tierPriceMinor(program, holder, amounts, uses),
    points,
    addedPoints,
    boostPct,
    isCapped: points === pointsMax,
    price,
    refusal: null,
  };
}

function refusable(
  rules: Rules,
  member: MemberThen["member"],
  order: OrderAgain,
  before: Before,
): OrderUnder {
  try {
    return orderUnder(rules, member, order, before);
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal) throw error;
    return {
      ...{ order, rate: null, goodsMinor: 0, isGoodsKnown: true, discountMinor: 0, points: 0 },
      ...{ addedPoints: 0, boostPct: 100, isCapped: false, price: null },
      refusal: refusal.domainCode,
    };
  }
}
