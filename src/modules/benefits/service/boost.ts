import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import type { Program } from "../../program/schema/rules";
import { ladderOf } from "../../tiers/service/ladder";
import { belongsTo, type Holder, judge, type OfferedBenefit, offered } from "../rules";
import { holderOf, usedBy } from "./holder";
import { recordApplied } from "./use";

export interface BenefitBoost {
  benefit: OfferedBenefit;
  multiplierPct: number;
}

/** The highest multiplier that applies to a purchase of the holder by a benefit, or null. */
export function bestMultiplier(
  program: Program,
  holder: Holder,
  used: ReadonlyMap<string, number>,
): BenefitBoost | null {
  let best: BenefitBoost | null = null;
  for (const benefit of multipliersOf(program, holder)) {
    const multiplierPct = benefit.does.multiplierPct ?? 100;
    if (!judge(benefit, holder, null, used.get(benefit.id) ?? 0).usable) continue;
    if (multiplierPct > (best?.multiplierPct ?? 100)) best = { benefit, multiplierPct };
  }
  return best;
}

function multipliersOf({ rules }: Program, { rung }: Holder): OfferedBenefit[] {
  return offered(rules.benefits).filter(
    (benefit) => benefit.does.multiplierPct !== undefined && belongsTo(benefit, rung),
  );
}

export interface BoostedOrder {
  orderId: string;
  paidAmountMinor: number;
  paidAt: Date;
}

/**
 * The benefit that multiplies an order's points, judged at the moment it was paid, and how its use is
 * written; null where none applies.
 */
export async function benefitBoost(work: Work, account: Account, order: BoostedOrder) {
  const { member, program } = account;
  const ladder = await ladderOf(work);
  const holder = holderOf(member, program, ladder, order.paidAt);
  const candidates = multipliersOf(program, holder);
  if (candidates.length === 0) return null;
  const used = await usedBy(work.tx, member.id, candidates, holder);
  const best = bestMultiplier(program, holder, used);
  if (!best) return null;
  const { orderId, paidAmountMinor: orderAmountMinor } = order;
  const use = { orderId, orderAmountMinor, tierCode: holder.rung.code, usedOn: holder.today };
  const record = () => recordApplied(work, account, best.benefit, use);
  return { benefitId: best.benefit.id, multiplierPct: best.multiplierPct, record };
}
