import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";

/** What multiplies an order's points besides the tier. */
export interface Boost {
  /** 100 where nothing does. */
  multiplierPct: number;
  /** Goes into the entry's breakdown: which benefit or activity it was. */
  breakdown: Record<string, unknown>;
  /** Writes what its being given means, such as a use that counts to a quota. */
  given: () => Promise<void>;
}

export const NO_BOOST: Boost = {
  multiplierPct: 100,
  breakdown: {},
  given: () => Promise.resolve(),
};

export interface BoostedOrder {
  orderId: string;
  paidAmountMinor: number;
  paidAt: Date;
}

/** The highest of what applies to an order at the moment it was paid; never one on top of another. */
export async function boostOf(
  _work: Work,
  _account: Account,
  _order: BoostedOrder,
): Promise<Boost> {
  const boosts: Boost[] = [];
  return boosts.reduce(
    (best, boost) => (boost.multiplierPct > best.multiplierPct ? boost : best),
    NO_BOOST,
  );
}
