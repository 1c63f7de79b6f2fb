import { businessDate } from "@/platform/business-time";
import { belongsTo, type Holder, judge, type OfferedBenefit, offered } from "../../benefits/rules";
import { rungOf } from "../../tiers/rules/ladder";
import type { Subject } from "../schema/subject";
import { handOf, momentOf, type World } from "./world";

/** Benefits of the tiers, as far as they take something off goods or bring points. */

/** Everybody's birthday is the day on which it all begins: whoever waits has it some day. */
function holderOf(subject: Subject, world: World, who: number): Holder {
  const { ladder, timeZone, rules } = subject;
  const moment = momentOf(subject, world.day);
  const [first, today] = [new Date(subject.at), moment].map((day) => businessDate(day, timeZone));
  return {
    ...{ status: "ACTIVE", birthday: `1990${(first ?? "").slice(4)}`, ladder, moment },
    ...{ rung: rungOf(ladder, handOf(world, who).tier), today: today ?? "" },
    pointsPerYuanOff: rules.redeem.pointsPerYuanOff,
  };
}

/** How often it was used, whatever its quota's period, as if all were in one. */
function usedBy(world: World, who: number, { id, quota }: OfferedBenefit): number {
  if (quota === null || quota.per === "order") return 0;
  return world.books.filter((book) => book.who === who && book.uses.benefits.includes(id)).length;
}

/** Counted by pieces for each member, so that somebody decided on so much. */
const isCounted = ({ quota }: OfferedBenefit) => quota !== null && quota.per !== "order";

/** The multiplier that counts on an order by itself, and whose it is. */
export function boostOf(subject: Subject, world: World, who: number): { id: string; pct: number } {
  const holder = holderOf(subject, world, who);
  const none = { id: "", pct: 100 };
  return offered(subject.rules.benefits).reduce((best, benefit) => {
    const pct = benefit.does.multiplierPct ?? 100;
    if (pct <= best.pct || !belongsTo(benefit, holder.rung)) return best;
    const { usable } = judge(benefit, holder, null, usedBy(world, who, benefit));
    return usable ? { id: benefit.id, pct } : best;
  }, none);
}

/** What is taken off goods, and never the shipping or an article that comes beside. */
const isOffGoods = ({ type }: OfferedBenefit) => type === "COUPON" || type === "DISCOUNT";

/** Those that people use on orders and that change what is paid or earned. */
export const usableOn = ({ rules }: Subject): readonly OfferedBenefit[] =>
  offered(rules.benefits).filter((benefit) => {
    const isGift = (benefit.does.gives?.points ?? 0) > 0;
    return benefit.enabled && (isOffGoods(benefit) || isGift);
  });

export interface BenefitUse {
  offMinor: number;
  points: number;
  /** What of it is no gain: somebody decided on so much for each member. */
  promisedMinor: number;
  giftPoints: number;
}

/** What a use on an order of so much brings; null where it is refused or brings nothing. */
export function benefitUse(
  subject: Subject,
  world: World,
  { who, benefit: id, amountMinor }: { who: number; benefit: string; amountMinor: number },
): BenefitUse | null {
  const benefit = usableOn(subject).find((one) => one.id === id);
  if (!benefit) return null;
  const order = { amountMinor, shippingMinor: 0 };
  const holder = holderOf(subject, world, who);
  const judged = judge(benefit, holder, order, usedBy(world, who, benefit));
  if (!judged.usable) return null;
  const offMinor = isOffGoods(benefit) ? Math.min(judged.valueMinor, amountMinor) : 0;
  const { points } = judged;
  if (offMinor + points === 0) return null;
  const isPromised = isCounted(benefit);
  return {
    ...{ offMinor, points },
    promisedMinor: isPromised ? offMinor : 0,
    giftPoints: isPromised ? points : 0,
  };
}
