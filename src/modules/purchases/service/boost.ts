import type { Work } from "@/platform/work";
import { benefitBoost } from "../../benefits/service/boost";
import type { Account } from "../../points/service/account";

/** What multiplies an order's points besides the tier. */
export interface Boost {
  /** 100 where nothing does. */
  multiplierPct: number;
  /** Goes into the entry's breakdown: which benefit or activity it was. */
  breakdown: Record<string, unknown>;
  /** Writes what its being given means, such as a use that counts to a quota. */
  record: () => Promise<void>;
}

export const NO_BOOST: Boost = {
  multiplierPct: 100,
  breakdown: {},
  record: () => Promise.resolve(),
};

export interface BoostedOrder {
  orderId: string;
  paidAmountMinor: number;
  paidAt: Date;
}

/** The benefit that multiplies an order most, judged at the moment it was paid. */
export async function boostOf(work: Work, account: Account, order: BoostedOrder): Promise<Boost> {
  const boost = await benefitBoost(work, account, order);
  if (!boost) return NO_BOOST;
  const { benefitId: id, multiplierPct, record } = boost;
  return { multiplierPct, breakdown: { benefit: { id, multiplierPct } }, record };
}
