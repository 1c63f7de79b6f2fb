import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import type { BenefitDefinition, BenefitQuota, Program } from "../../program/schema/rules";
import { ladderOf } from "../../tiers/service/ladder";
import { belongsTo, type Holder, judge, type OfferedBenefit, offered, periodOf } from "../rules";
import { holderOf, usedBy } from "./holder";
import { recordApplied } from "./use";

export { usedBefore } from "../store";

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

const NO_USES: ReadonlyMap<string, number> = new Map();

/** Uses of one member that are counted again, order by order: those before, and what orders take anew. */
export class UsedThen {
  private readonly uses: { benefitId: string; usedOn: string }[];

  constructor(before: readonly { benefitId: string; usedOn: string }[]) {
    this.uses = [...before];
  }

  /** How often each benefit was used in the period that its quota counts, by then. */
  on(program: Program, today: string): ReadonlyMap<string, number> {
    const all = countedBenefits(program);
    if (all.length === 0) return NO_USES;
    const uses = all.map(({ id, quota }): [string, number] => {
      const { from, to } = periodOf(quota.per, today);
      const own = this.uses.filter(
        ({ benefitId, usedOn }) => benefitId === id && usedOn >= from && usedOn < to,
      );
      return [id, own.length];
    });
    return new Map(uses);
  }

  add(benefitId: string, usedOn: string): void {
    this.uses.push({ benefitId, usedOn });
  }
}

type Counted = Pick<OfferedBenefit, "id"> & { quota: BenefitQuota };
/** A version's definitions never change, so neither does which of them are counted. */
const counted = new WeakMap<readonly BenefitDefinition[], readonly Counted[]>();

/** Benefits that multiply points and have a quota beyond one order. */
export function countedBenefits({ rules }: Pick<Program, "rules">): readonly Counted[] {
  const known = counted.get(rules.benefits);
  if (known) return known;
  const found = offered(rules.benefits).flatMap(({ id, quota, does }) =>
    does.multiplierPct === undefined || quota === null || quota.per === "order"
      ? []
      : [{ id, quota }],
  );
  counted.set(rules.benefits, found);
  return found;
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
